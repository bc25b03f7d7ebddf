using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>The next step of a StatefulSet. Revisions come first, then claims, then pods.</summary>
/// <param name="Revisions">Creations, changes and deletions of ControllerRevisions.</param>
/// <param name="Claims">Claims to create, and the owners that a retention policy gives to claims.</param>
/// <param name="Creates">Pods to create.</param>
/// <param name="Deletes">Pods to delete.</param>
/// <param name="Patches">Adoptions and releases of pods, and names that pods have lost.</param>
/// <param name="Status">The new status, or null when it is what the object says already.</param>
/// <param name="Events">Events that belong to no write.</param>
/// <param name="Due">When to look again although nothing changed.</param>
public sealed record StatefulSetPlan(
    IReadOnlyList<ObjectWrite> Revisions,
    IReadOnlyList<ObjectWrite> Claims,
    IReadOnlyList<ObjectCreation> Creates,
    IReadOnlyList<ObjectDeletion> Deletes,
    IReadOnlyList<ObjectPatch> Patches,
    StatefulSetStatus? Status,
    IReadOnlyList<PlannedEvent> Events,
    DateTimeOffset? Due)
{
    /// <summary>The set is as it should be, or waits for a pod.</summary>
    public bool IsQuiet => Revisions.Count + Claims.Count + Creates.Count + Deletes.Count + Patches.Count == 0 && Status is null;
}
