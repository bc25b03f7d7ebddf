using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>What the StatefulSet planner looks at.</summary>
/// <param name="Set">The object.</param>
/// <param name="Controlled">The pods that name it as their controller.</param>
/// <param name="Orphans">The pods of its namespace without a controller.</param>
/// <param name="Revisions">Its ControllerRevisions, and those of its namespace that nobody controls and its selector selects.</param>
/// <param name="Claims">The PersistentVolumeClaims of its namespace; those that are named after its pods matter.</param>
public sealed record StatefulSetView(
    StatefulSet Set,
    IReadOnlyList<Pod> Controlled,
    IReadOnlyList<Pod> Orphans,
    IReadOnlyList<ControllerRevision> Revisions,
    IReadOnlyList<PersistentVolumeClaim> Claims)
{
    /// <summary>The refusal that ended the last plan, or null.</summary>
    public Refusal? Refusal { get; init; }
}
