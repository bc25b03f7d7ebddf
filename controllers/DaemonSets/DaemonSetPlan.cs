using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>What brings a DaemonSet's pods in line with it and the nodes.</summary>
/// <param name="Revisions">Creations, changes and deletions of ControllerRevisions; a refusal of the first ends the plan.</param>
/// <param name="Creates">Pods to create.</param>
/// <param name="Deletes">Pods to delete.</param>
/// <param name="Patches">Adoptions and releases.</param>
/// <param name="Status">The new status, or null when it is what the object says already.</param>
/// <param name="Events">Events that belong to no write.</param>
/// <param name="Failures">To be shown to the next plan.</param>
/// <param name="Due">When to look again although nothing changed.</param>
public sealed record DaemonSetPlan(
    IReadOnlyList<ObjectWrite> Revisions,
    IReadOnlyList<ObjectCreation> Creates,
    IReadOnlyList<ObjectDeletion> Deletes,
    IReadOnlyList<ObjectPatch> Patches,
    DaemonSetStatus? Status,
    IReadOnlyList<PlannedEvent> Events,
    IReadOnlyDictionary<string, FailureBackoff> Failures,
    DateTimeOffset? Due)
{
    /// <summary>Every node has what it should have.</summary>
    public bool IsQuiet => Revisions.Count + Creates.Count + Deletes.Count + Patches.Count == 0 && Status is null;
}
