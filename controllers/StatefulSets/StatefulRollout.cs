using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>Replaces pods of old revisions from the highest ordinal down to the partition, each when those above it are healthy.</summary>
internal static class StatefulRollout
{
    public static void Plan(StatefulDraft draft)
    {
        if (draft.Set.Spec.UpdateStrategy.Type == StatefulSetUpdateStrategyType.OnDelete) return;
        var rolling = draft.Set.Spec.UpdateStrategy.RollingUpdate;
        var most = Math.Max(1, Share.Of(draft.Replicas, rolling?.MaxUnavailable ?? 1, roundUp: true));
        var unhealthy = draft.Ordinals.Count(ordinal => draft.Find(ordinal) is not { } pod || !draft.IsHealthy(pod));
        foreach (var ordinal in draft.Ordinals.Reverse().TakeWhile(ordinal => ordinal >= draft.First + (rolling?.Partition ?? 0)))
        {
            if (draft.Find(ordinal) is not { } pod || pod.IsDeleting()) return;
            var healthy = draft.IsHealthy(pod);
            if (draft.IsUpdated(pod))
            {
                // An updated pod that does not get healthy holds up the rollout.
                if (!healthy && most == 1) return;
                continue;
            }

            // An old pod that is unhealthy already costs nothing more. Without a bound the rollout goes on whatever is wrong further down: that may be what it mends.
            if (rolling?.MaxUnavailable is not null && healthy && unhealthy >= most) return;
            // One that has ended goes anyhow.
            if (!pod.IsFinished()) draft.Stops.Add(pod);
            if (healthy) unhealthy++;
            if (most == 1) return;
        }
    }
}
