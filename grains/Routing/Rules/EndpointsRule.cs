using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Endpoints have their service's name: whoever changes or deletes them concerns the service.</summary>
public sealed class EndpointsRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource != Resources.Endpoints || change.Kind == ChangeKind.Added) return;
        var service = new ObjectKey(Resources.Services, change.Key.Namespace, change.Key.Name);
        if (situation.View.Find(service) is not null) targets.Add(WakeTarget.Reconciler(service));
    }
}
