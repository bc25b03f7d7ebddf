using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>What keeps the record of a node true and its pods where they can run.</summary>
/// <param name="Status">The node with its new conditions, or null when they stand.</param>
/// <param name="Taints">The new taints, or null when they stand.</param>
/// <param name="PodWrites">Pods to mark and to delete, in this order.</param>
/// <param name="Due">When to look again although nothing changed, or null.</param>
public sealed record NodePlan(
    Node? Status,
    IReadOnlyList<Taint>? Taints,
    IReadOnlyList<ObjectWrite> PodWrites,
    IReadOnlyList<PlannedEvent> Events,
    DateTimeOffset? Due)
{
    /// <summary>The uids of pods that are to be evicted later.</summary>
    public IReadOnlySet<string> Awaited { get; init; } = new HashSet<string>();

    /// <summary>Labels that the node is to get.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The seconds of <see cref="NodeTtl"/> that the node is to say, or null when it says them.</summary>
    public int? Ttl { get; init; }
}
