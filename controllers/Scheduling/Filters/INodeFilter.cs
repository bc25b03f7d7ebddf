namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>One rule that says on which nodes a pod may run.</summary>
public interface INodeFilter
{
    /// <summary>The changes after which a pod that this rule rejected may fit.</summary>
    ClusterChanges Heals { get; }

    /// <summary>Why no node at all suits the pod, or null. Asked before any node is looked at.</summary>
    string? RefusalOf(PodDemand pod, IPlacementView cluster) => null;

    /// <summary>The names of the only nodes that can suit the pod, or null where any can; saves looking at all others.</summary>
    IReadOnlySet<string>? OnlyNodes(PodDemand pod) => null;

    /// <summary>The rule for one pod, or null when it has nothing to say about it.</summary>
    INodeTest? For(PodDemand pod, IPlacementView cluster);
}
