using Orleans.Kube.Model.Batch;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>The next step of a Job. The status is written before the patches: a pod is let go only when it is in the books.</summary>
/// <param name="Status">The new status, or null when it is what the object says already.</param>
/// <param name="Patches">Adoptions, releases, and finalizers taken off pods that the stored status counts.</param>
/// <param name="Creates">Pods to create.</param>
/// <param name="Deletes">Pods to delete, or the Job itself when its time to live is over.</param>
/// <param name="Events">Events that belong to no write.</param>
/// <param name="Due">When to look again although nothing changed.</param>
public sealed record JobPlan(
    JobStatus? Status,
    IReadOnlyList<ObjectPatch> Patches,
    IReadOnlyList<ObjectCreation> Creates,
    IReadOnlyList<ObjectDeletion> Deletes,
    IReadOnlyList<PlannedEvent> Events,
    DateTimeOffset? Due)
{
    /// <summary>The pods that ended well last and that failed since, to be shown to the next plan: a pod that is gone is waited for as well.</summary>
    public IReadOnlyList<EndedPod> Ended { get; init; } = [];

    /// <summary>The Job is done, or waits for its pods.</summary>
    public bool IsQuiet => Patches.Count + Creates.Count + Deletes.Count == 0 && Status is null;
}
