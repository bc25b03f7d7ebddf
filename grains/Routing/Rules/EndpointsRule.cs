using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Endpoints have their service's name: whoever writes or deletes them concerns the service. It makes those of its own pods itself.</summary>
public sealed class EndpointsRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource != Resources.Endpoints) return;
        var service = new ObjectKey(Resources.Services, change.Key.Namespace, change.Key.Name);
        if (situation.View.Find(service) is not { } stored) return;
        if (change.Kind != ChangeKind.Added || !stored.As<Service>().HasManagedEndpoints()) targets.Add(WakeTarget.Reconciler(service));
    }
}
