using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.GrainInterfaces;

namespace Orleans.Kube.Grains;

/// <summary>Keeps the step that the size of the cluster is on, for all nodes alike; a new activation starts from the lowest.</summary>
public sealed class NodeTtlGrain : Grain, INodeTtlGrain
{
    private readonly NodeTtl _ttl = new();

    public Task<int> SecondsAsync(int nodes) => Task.FromResult(_ttl.Seconds(nodes));
}
