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
            scores[i] = (Free(node.Allocatable.MilliCpu, node.Estimated.MilliCpu + pod.Estimate.MilliCpu)
                + Free(node.Allocatable.Memory, node.Estimated.Memory + pod.Estimate.Memory)) / 2;
        }

        return true;
    }

    private static double Free(long total, long used) => total == 0 || used > total ? 0 : 100.0 * (total - used) / total;
}
