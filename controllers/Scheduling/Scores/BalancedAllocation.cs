namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes on which CPU and memory would be used in equal parts first.</summary>
public sealed class BalancedAllocation : INodeScore
{
    public int Weight => 1;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        if (pod.Requests.MilliCpu + pod.Requests.Memory == 0) return false;
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            var cpu = Used(node.Allocatable.MilliCpu, node.Requested.MilliCpu + pod.Requests.MilliCpu);
            var memory = Used(node.Allocatable.Memory, node.Requested.Memory + pod.Requests.Memory);
            scores[i] = cpu is { } first && memory is { } second ? 100 * (1 - (Math.Abs(first - second) / 2)) : 100;
        }

        return true;
    }

    /// <summary>The share that is used; null of what the node does not have at all, which counts for nothing.</summary>
    private static double? Used(long total, long used) => total == 0 ? null : Math.Min(1, (double)used / total);
}
