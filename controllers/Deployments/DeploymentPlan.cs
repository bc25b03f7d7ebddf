using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>The next step of a rollout. Writes are carried out in the order creates, patches, deletes, status.</summary>
/// <param name="Creates">The new ReplicaSet, if it is not there.</param>
/// <param name="Patches">Adoptions, releases, sizes and annotations of ReplicaSets, and the Deployment's own revision annotation.</param>
/// <param name="Deletes">ReplicaSets beyond the history limit.</param>
/// <param name="Status">The new status, or null when it is what the object says already.</param>
/// <param name="Events">Events that belong to no write.</param>
/// <param name="Due">When to look again although nothing changed: the progress deadline.</param>
public sealed record DeploymentPlan(
    IReadOnlyList<ObjectCreation> Creates,
    IReadOnlyList<ObjectPatch> Patches,
    IReadOnlyList<ObjectDeletion> Deletes,
    DeploymentStatus? Status,
    IReadOnlyList<PlannedEvent> Events,
    DateTimeOffset? Due)
{
    /// <summary>The rollout is done, or waits for its pods.</summary>
    public bool IsQuiet => Creates.Count + Patches.Count + Deletes.Count == 0 && Status is null;
}
