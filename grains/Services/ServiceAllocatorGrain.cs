using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
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
            claim.Service, new ServiceRequest(claim.ClusterIP, [.. claim.NodePorts.Select(static p => (p.Protocol, p.Port))]), !claim.DryRun);
        return Task.FromResult(new ServiceGrant(allocation.Address, allocation.Ports, [.. allocation.Refusals.Select(refusal => Refusal(claim, refusal))]));
    }

    public Task SettleAsync(ServiceHolding holding)
    {
        _allocations.Settle(holding.Service, holding.ClusterIP, holding.NodePorts.Select(static p => (p.Protocol, p.Port)));
        return Task.CompletedTask;
    }

    private static ServiceRefusal Refusal(ServiceClaim claim, (int Place, string Value, string Why) refusal) => refusal.Place < 0
        ? new ServiceRefusal("spec.clusterIPs", $"[\"{refusal.Value}\"]", refusal.Why)
        : new ServiceRefusal(claim.NodePorts[refusal.Place].Field, refusal.Value, refusal.Why);
}
