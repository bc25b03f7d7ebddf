using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.ReplicaSets;

/// <summary>What brings a ReplicaSet's pods in line with it. Creates are carried out in <see cref="SlowStart"/> batches.</summary>
/// <param name="Creates">Pods to create.</param>
/// <param name="Deletes">Pods to delete.</param>
/// <param name="Patches">Adoptions and releases.</param>
/// <param name="Status">The new status, or null when it is what the object says already.</param>
/// <param name="Events">Events about refusals; those about pods stand on the writes.</param>
/// <param name="Due">When to look again although nothing changed, or null.</param>
public sealed record ReplicaSetPlan(
    IReadOnlyList<ObjectCreation> Creates,
    IReadOnlyList<ObjectDeletion> Deletes,
    IReadOnlyList<ObjectPatch> Patches,
    ReplicaSetStatus? Status,
    IReadOnlyList<PlannedEvent> Events,
    DateTimeOffset? Due)
{
    /// <summary>The world is as the object asks.</summary>
    public bool IsQuiet => Creates.Count + Deletes.Count + Patches.Count == 0 && Status is null;
}
