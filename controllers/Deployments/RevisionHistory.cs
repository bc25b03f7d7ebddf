using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>Which old ReplicaSets are beyond revisionHistoryLimit.</summary>
internal static class RevisionHistory
{
    /// <summary>The oldest revisions over the limit; one that still has pods, or has not seen its last change, stays.</summary>
    public static ObjectDeletion[] Excess(RolloutDraft draft)
    {
        if (draft.Deployment.Spec.RevisionHistoryLimit is not { } limit || limit == int.MaxValue) return [];
        var old = draft.OldOldestFirst.Where(static set => set.Metadata.DeletionTimestamp is null).ToArray();
        return
        [
            .. old.OrderBy(DeploymentAnnotations.RevisionOf).Take(Math.Max(0, old.Length - limit))
                .Where(static set => RolloutDraft.Size(set) == 0 && set.Status.Replicas == 0 && set.Metadata.Generation <= set.Status.ObservedGeneration)
                .Select(static set => ObjectDeletion.Of(Resources.ReplicaSets, set)),
        ];
    }
}
