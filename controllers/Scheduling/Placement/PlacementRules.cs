namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>The rules of placement: every filter must agree to a node, the scores tell the best of those.</summary>
public sealed record PlacementRules(IReadOnlyList<INodeFilter> Filters, IReadOnlyList<INodeScore> Scores)
{
    /// <summary>The rules of Kubernetes' default scheduler, in its order.</summary>
    public static PlacementRules Default { get; } = new(
        [
            new NodeUnschedulable(), new NodeName(), new TaintToleration(), new NodeAffinity(), new NodePorts(), new NodeResourcesFit(), new VolumeRestrictions(),
            new NodeVolumeLimits(), new VolumeBinding(), new VolumeZone(), new PodTopologySpread(), new InterPodAffinity(),
        ],
        [
            new PreferredTaints(), new PreferredNodes(), new LeastAllocated(), new BalancedAllocation(), new ImageLocality(),
            new TopologyBalance(), new PreferredNeighbours(),
        ]);

    /// <summary>The filters that have a say about a pod.</summary>
    internal IReadOnlyList<(INodeFilter Filter, INodeTest Test)> TestsFor(PodDemand pod, IPlacementView cluster)
    {
        var tests = new List<(INodeFilter, INodeTest)>(Filters.Count);
        foreach (var filter in Filters)
            if (filter.For(pod, cluster) is { } test) tests.Add((filter, test));
        return tests;
    }
}
