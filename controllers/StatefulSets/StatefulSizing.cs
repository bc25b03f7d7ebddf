using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>Makes the set as large as it should be: upwards from the lowest ordinal, downwards from the highest, one at a time unless Parallel.</summary>
internal static class StatefulSizing
{
    /// <returns>Whether a rollout may go on: the order does not matter, or every pod that should be there is healthy.</returns>
    public static bool Plan(StatefulDraft draft)
    {
        foreach (var ordinal in draft.Ordinals)
            if (!Bring(draft, ordinal) && draft.IsOrdered) return false;
        return draft.Held.Count == 0 && Shrink(draft);
    }

    /// <returns>Whether the pod is there and, where the order matters, healthy.</returns>
    private static bool Bring(StatefulDraft draft, int ordinal)
    {
        if (draft.Find(ordinal) is not { } pod)
        {
            var successor = New(draft, ordinal);
            if (ClaimRetention.IsStale(draft, successor)) return false;
            if (ClaimRetention.Ending(draft, successor) is { } told) draft.Held.Add((ordinal, successor, told));
            else draft.Starts.Add((ordinal, successor));
            return false;
        }

        if (!pod.IsFinished()) return draft.IsHealthy(pod) || !draft.IsOrdered;
        if (pod.IsDeleting()) return false;
        draft.Stops.Add(pod);
        return false;
    }

    /// <summary>Below the partition, and until a rollout has reached it, a pod comes back as the revision that it was.</summary>
    private static Pod New(StatefulDraft draft, int ordinal)
    {
        var revision = NeedsCurrent(draft, ordinal) ? draft.Current : draft.Update;
        var template = revision == draft.Update ? draft.Set.Spec.Template : TemplateRevisions.Template(revision);
        return StatefulPods.Make(draft.Set, template, revision.Metadata.Name, ordinal);
    }

    private static bool NeedsCurrent(StatefulDraft draft, int ordinal)
    {
        var strategy = draft.Set.Spec.UpdateStrategy;
        if (draft.Current.Metadata.Name == draft.Update.Metadata.Name || strategy.Type == StatefulSetUpdateStrategyType.OnDelete) return false;
        var partition = strategy.RollingUpdate?.Partition;
        return ordinal < draft.First + (partition ?? draft.Set.Status.CurrentReplicas);
    }

    /// <returns>Whether nothing of it keeps a rollout waiting.</returns>
    private static bool Shrink(StatefulDraft draft)
    {
        var condemned = draft.Condemned;
        if (condemned.Count == 0) return true;
        if (!draft.IsOrdered)
        {
            draft.Stops.AddRange(condemned.Where(static pod => !pod.IsDeleting()));
            return true;
        }

        // One at a time, and one that is unhealthy only where none below it is.
        var highest = condemned[0];
        if (!highest.IsDeleting() && (draft.IsHealthy(highest) || highest == condemned.LastOrDefault(static pod => !pod.IsReadyToServe()))) draft.Stops.Add(highest);
        return false;
    }
}
