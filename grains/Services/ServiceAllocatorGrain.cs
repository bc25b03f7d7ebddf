using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>The cluster's service addresses and node ports, learned from the stored services when it wakes up.</summary>
public sealed class ServiceAllocatorGrain(IClusterState cluster, ServiceNetwork network, IIdSource ids) : Grain, IServiceAllocatorGrain
{
    private readonly ServiceAllocations _allocations = new(network, ids);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var view = await cluster.LatestAsync(cancellationToken);
        foreach (var stored in view.List(Resources.Services))
        {
            var held = ServiceHoldings.Of(stored.Key.Path, stored.As<Service>());
            _allocations.Settle(held.Service, held.ClusterIP, held.NodePorts.Select(static p => (p.Protocol, p.Port)));
        }
    }

    public Task<ServiceGrant> ReserveAsync(ServiceClaim claim)
    {
        var allocation = _allocations.Reserve(
            claim.Service, new ServiceRequest(claim.ClusterIP, [.. claim.NodePorts.Select(static p => (p.Protocol, p.Port))]), Addresses(cluster.Current), !claim.DryRun);
        return Task.FromResult(new ServiceGrant(allocation.Address, allocation.Ports, [.. allocation.Refusals.Select(refusal => Refusal(claim, refusal))]));
    }

    public Task SettleAsync(ServiceHolding holding)
    {
        _allocations.Settle(holding.Service, holding.ClusterIP, holding.NodePorts.Select(static p => (p.Protocol, p.Port)));
        return Task.CompletedTask;
    }

    /// <summary>The configured range is there before its ServiceCIDR is. What services hold is known here better than from their IPAddresses.</summary>
    private ServiceAddresses Addresses(IClusterView view)
    {
        var known = view.List(Resources.ServiceCIDRs).Select(static o => o.As<ServiceCIDR>()).ToList();
        var cidrs = known.Where(ServiceRangePlanner.IsReady).OrderBy(static r => r.Metadata.CreationTimestamp).SelectMany(static r => r.Spec.Cidrs);
        if (!known.Exists(static r => r is { Metadata: { Name: ServiceRangePlanner.Default, DeletionTimestamp: not null } })) cidrs = cidrs.Prepend(network.Addresses.ToString());
        return new ServiceAddresses(
            [.. cidrs.Distinct().Select(ServiceRange.Of).OfType<ServiceRange>()],
            address => view.Find(new ObjectKey(Resources.IPAddresses, "", address))?.As<IPAddress>() is { } other && AddressPlanner.ServiceOf(other) is null);
    }

    private static ServiceRefusal Refusal(ServiceClaim claim, (int Place, string Value, string Why) refusal) => refusal.Place < 0
        ? new ServiceRefusal("spec.clusterIPs", $"[]string{{\"{refusal.Value}\"}}", refusal.Why)
        : new ServiceRefusal(claim.NodePorts[refusal.Place].Field, refusal.Value, refusal.Why);
}
