using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A range or address that comes or goes concerns the ranges that wait for their end; an address that goes concerns the service that has it.</summary>
public sealed class ServiceRangeRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var isAddress = change.Key.Resource == Resources.IPAddresses;
        if (!isAddress && change.Key.Resource != Resources.ServiceCIDRs) return;
        foreach (var range in situation.View.List(Resources.ServiceCIDRs))
            if (range.Header.IsDeleting) targets.Add(WakeTarget.Reconciler(range.Key));
        if (isAddress && change.Kind == ChangeKind.Deleted && AddressPlanner.ServiceOf(change.Object.As<IPAddress>()) is { } service && situation.View.Find(service) is not null)
            targets.Add(WakeTarget.Reconciler(service));
    }
}
