using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>The pod addresses of the nodes, learned from the stored nodes when it wakes up.</summary>
public sealed class NodeNetworkGrain(IClusterState cluster, PodNetwork network) : Grain, INodeNetworkGrain
{
    private readonly PodNetworkAssignments _assignments = new(network);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var view = await cluster.LatestAsync(cancellationToken);
        foreach (var stored in view.List(Resources.Nodes))
            if (stored.As<Node>().Spec.PodCIDR is { Length: > 0 } range) _assignments.Assign(stored.Key.Name, range);
    }

    public Task<string?> AssignAsync(string node, string wanted) => Task.FromResult(_assignments.Assign(node, wanted));

    public Task ReleaseAsync(string node)
    {
        _assignments.Release(node);
        return Task.CompletedTask;
    }
}
