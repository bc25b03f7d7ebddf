using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>What the DaemonSet planner looks at.</summary>
/// <param name="Set">The object.</param>
/// <param name="Nodes">All nodes.</param>
/// <param name="Controlled">The pods that name it as their controller.</param>
/// <param name="Orphans">The pods of its namespace without a controller.</param>
/// <param name="Revisions">Its ControllerRevisions, and those of its namespace that nobody controls and its selector selects.</param>
public sealed record DaemonSetView(
    DaemonSet Set, IReadOnlyList<Node> Nodes, IReadOnlyList<Pod> Controlled, IReadOnlyList<Pod> Orphans, IReadOnlyList<ControllerRevision> Revisions)
{
    /// <summary>The refusal that ended the last plan, or null.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>How often pods have failed on a node lately, as the last plan returned it.</summary>
    public IReadOnlyDictionary<string, FailureBackoff> Failures { get; init; } = new Dictionary<string, FailureBackoff>();
}
