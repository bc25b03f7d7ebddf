using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// A definition that ends waits for its objects to go, and names that one definition gives up another may want.
/// </summary>
public sealed class CustomResourceRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var resource = change.Key.Resource;
        if (resource == Resources.CustomResourceDefinitions) Neighbours(change, situation, targets);
        else if (change.Kind == ChangeKind.Deleted && resource.Group.Contains('.'))
        {
            var key = new ObjectKey(Resources.CustomResourceDefinitions, "", $"{resource.Resource}.{resource.Group}");
            if (situation.View.Find(key) is { Header.IsDeleting: true }) targets.Add(WakeTarget.Reconciler(key));
        }
    }

    private static void Neighbours(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var group = change.Object.As<CustomResourceDefinition>().Spec.Group;
        foreach (var other in situation.View.List(Resources.CustomResourceDefinitions))
            if (other.Key != change.Key && other.As<CustomResourceDefinition>().Spec.Group == group) targets.Add(WakeTarget.Reconciler(other.Key));
    }
}
