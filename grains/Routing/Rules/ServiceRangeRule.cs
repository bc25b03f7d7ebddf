using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// A range or address that comes or goes concerns the ranges that wait for their end; an address that goes, or is shown as something else's, concerns the
/// service that has it.
/// </summary>
public sealed class ServiceRangeRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        var isAddress = change.Key.Resource == Resources.IPAddresses;
        if (!isAddress && change.Key.Resource != Resources.ServiceCIDRs) return;
        foreach (var range in situation.View.List(Resources.ServiceCIDRs))
            if (range.Header.IsDeleting) targets.Add(WakeTarget.Reconciler(range.Key));
        if (isAddress && Holder(change, situation.View) is { } service) targets.Add(WakeTarget.Reconciler(service));
    }

    /// <summary>The service that has the address and has to show it, or null. That is nearly always the one that is named.</summary>
    private static ObjectKey? Holder(ObjectChange change, IClusterView view)
    {
        var named = AddressPlanner.ServiceOf(change.Object.As<IPAddress>());
        var stored = named is { } key ? view.Find(key) : null;
        if (stored is not null && AddressPlanner.Has(stored.As<Service>(), change.Key.Name)) return change.Kind == ChangeKind.Deleted ? named : null;
        // The addresses of a service that is gone go after it.
        if (named is not null && stored is null && change.Kind == ChangeKind.Deleted) return null;
        return view.List(Resources.Services).FirstOrDefault(other => AddressPlanner.Has(other.As<Service>(), change.Key.Name))?.Key;
    }
}
