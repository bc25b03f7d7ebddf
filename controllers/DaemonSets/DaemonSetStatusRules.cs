using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>The status that says how many nodes have what they should.</summary>
internal static class DaemonSetStatusRules
{
    /// <summary>Also notes on the draft when the next pod becomes available by the passing of time.</summary>
    public static DaemonSetStatus Compute(DaemonDraft draft, bool collided)
    {
        var (desired, current, misplaced, ready, available, updated) = (0, 0, 0, 0, 0, 0);
        foreach (var node in draft.Nodes)
        {
            var pods = draft.PodsOn(node.Name);
            if (node.Run) desired++;
            if (pods.Count == 0) continue;
            if (!node.Run)
            {
                misplaced++;
                continue;
            }

            current++;
            var pod = pods[0];
            if (draft.IsCurrent(pod)) updated++;
            if (!pod.IsReady()) continue;
            ready++;
            if (draft.IsAvailable(pod)) available++;
            else draft.Due = Due.Earlier(draft.Due, pod.AvailableFrom(draft.Set.Spec.MinReadySeconds));
        }

        var old = draft.Set.Status;
        return old with
        {
            CurrentNumberScheduled = current,
            NumberMisscheduled = misplaced,
            DesiredNumberScheduled = desired,
            NumberReady = ready,
            UpdatedNumberScheduled = updated,
            NumberAvailable = available,
            NumberUnavailable = desired - available,
            ObservedGeneration = draft.Set.Metadata.Generation,
            CollisionCount = collided ? (old.CollisionCount ?? 0) + 1 : old.CollisionCount,
        };
    }
}
