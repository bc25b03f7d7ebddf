namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes with much room left first.</summary>
public sealed class LeastAllocated : INodeScore
{
    public int Weight => 1;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            var cpu = Free(node.Allocatable.MilliCpu, node.Estimated.MilliCpu + pod.Estimate.MilliCpu);
            var memory = Free(node.Allocatable.Memory, node.Estimated.Memory + pod.Estimate.Memory);
            scores[i] = (cpu, memory) is ({ } left, { } room) ? (left + room) / 2 : cpu ?? memory ?? 0;
        }

        return true;
    }

    /// <summary>How much is left, in whole percents; null of what the node does not have at all, which counts for nothing.</summary>
    private static long? Free(long total, long used) => total == 0 ? null : used > total ? 0 : (long)((Int128)(total - used) * 100 / total);
}
