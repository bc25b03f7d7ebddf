namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>One view on which of the nodes that suit a pod suits it best.</summary>
public interface INodeScore
{
    /// <summary>How much this view counts beside the others.</summary>
    int Weight { get; }

    /// <summary>Gives each node 0 to 100. Returns false, with the scores undefined, when it has no preference for this pod.</summary>
    bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores);
}
