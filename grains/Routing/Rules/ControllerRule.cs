using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// A change of an object concerns its controller, and the one it had before. The end of a pod also concerns its controller's controller: a
/// Deployment that recreates waits for it.
/// </summary>
public sealed class ControllerRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var controller = Controller(change.Object, situation);
        Wake(controller, targets);
        if (change.Previous is { } previous && previous.Header.ControllerUid != change.Object.Header.ControllerUid)
            Wake(Controller(previous, situation), targets);
        if (change.Kind == ChangeKind.Deleted && change.Key.Resource == Resources.Pods && controller is { } key && situation.View.Find(key) is { } owner)
            Wake(Controller(owner, situation), targets);
    }

    private static void Wake(ObjectKey? key, ISet<WakeTarget> targets)
    {
        if (key is { } found && ObjectGrains.Reconciles(found.Resource)) targets.Add(WakeTarget.Reconciler(found));
    }

    private static ObjectKey? Controller(ApiObject source, WakeSituation situation)
    {
        foreach (var owner in source.Header.OwnerReferences)
        {
            if (owner.Controller == true)
                return situation.Registry.TryFindKind(owner.ApiVersion, owner.Kind, out var definition) ? definition.Key(source.Key.Namespace, owner.Name) : null;
        }

        return null;
    }
}
