using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>Replaces old pods by new ones within the budget: the new set grows as far as the surge allows, old sets shrink as far as availability does.</summary>
internal static class RollingUpdate
{
    public static void Advance(DeploymentView view, RolloutDraft draft, DateTimeOffset now)
    {
        NewReplicaSet.Ensure(view, draft, now);
        if (draft.New is not { } set) return;
        var size = RolloutDraft.Size(set);
        draft.Scale(set, size > draft.Budget.Replicas ? draft.Budget.Replicas : NewReplicaSet.AllowedSize(draft, size));
        ShrinkOld(draft, draft.New);
    }

    private static void ShrinkOld(RolloutDraft draft, ReplicaSet set)
    {
        if (draft.OldOldestFirst.All(static old => RolloutDraft.Size(old) == 0)) return;
        var unavailable = RolloutDraft.Size(set) - RolloutDraft.Available(set);
        var spare = draft.TotalReplicas - draft.Budget.MinAvailable - unavailable;
        if (spare <= 0) return;
        TakeUnhealthy(draft, spare);
        TakeAvailable(draft);
    }

    /// <summary>Old pods that are not available are of no use: they go first.</summary>
    private static void TakeUnhealthy(RolloutDraft draft, int spare)
    {
        foreach (var old in draft.OldOldestFirst.ToArray())
        {
            var size = RolloutDraft.Size(old);
            var take = Math.Min(spare, size - RolloutDraft.Available(old));
            if (take <= 0) continue;
            draft.Scale(old, size - take);
            spare -= take;
        }
    }

    private static void TakeAvailable(RolloutDraft draft)
    {
        var spare = draft.All.Sum(RolloutDraft.Available) - draft.Budget.MinAvailable;
        foreach (var old in draft.OldOldestFirst.ToArray())
        {
            var size = RolloutDraft.Size(old);
            var take = Math.Min(spare, size);
            if (take <= 0) continue;
            draft.Scale(old, size - take);
            spare -= take;
        }
    }
}
