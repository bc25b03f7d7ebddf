using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>Changes the size of a Deployment in the middle of a rollout: every ReplicaSet gets its share, so that a failing revision gains no ground.</summary>
internal static class ProportionalScaling
{
    /// <summary>A set with pods was sized for another number of replicas than the Deployment now wants. Recreation gives no shares: of several sets it just ends the old ones.</summary>
    public static bool IsDue(RolloutDraft draft)
    {
        var active = draft.All.Where(static set => RolloutDraft.Size(set) > 0).ToArray();
        return (active.Length == 1 || draft.Deployment.Spec.Strategy.Type != DeploymentStrategyType.Recreate)
            && active.Any(set => DeploymentAnnotations.Number(set, DeploymentAnnotations.DesiredReplicas) is { } desired && desired != draft.Budget.Replicas);
    }

    public static void Apply(RolloutDraft draft)
    {
        var active = draft.All.Where(static set => RolloutDraft.Size(set) > 0).ToArray();
        if (active.Length <= 1)
        {
            var only = active.Length == 1 ? active[0] : draft.New ?? draft.OldOldestFirst.LastOrDefault();
            if (only is not null) draft.Scale(only, draft.Budget.Replicas);
        }
        else if (IsSaturated(draft))
        {
            foreach (var old in draft.OldOldestFirst.Where(static set => RolloutDraft.Size(set) > 0).ToArray()) draft.Scale(old, 0);
        }
        else if (draft.Deployment.Spec.Strategy.Type != DeploymentStrategyType.Recreate)
        {
            Distribute(draft, active);
        }
    }

    private static bool IsSaturated(RolloutDraft draft) =>
        draft.New is { } set
        && RolloutDraft.Size(set) == draft.Budget.Replicas
        && set.Status.AvailableReplicas == draft.Budget.Replicas
        && DeploymentAnnotations.Number(set, DeploymentAnnotations.DesiredReplicas) == draft.Budget.Replicas;

    /// <summary>Largest first; of equals the newest gains first and the oldest loses first. What rounding leaves goes to the largest.</summary>
    private static void Distribute(RolloutDraft draft, ReplicaSet[] active)
    {
        var allowed = draft.Budget.Replicas > 0 ? draft.Budget.MaxPods : 0;
        var change = allowed - active.Sum(RolloutDraft.Size);
        var largestFirst = active.OrderByDescending(RolloutDraft.Size);
        ReplicaSet[] ordered = [.. change > 0 ? largestFirst.ThenByDescending(Created) : largestFirst.ThenBy(Created)];
        var sizes = new int[ordered.Length];
        var left = change;
        for (var i = 0; i < ordered.Length; i++)
        {
            var share = left == 0 ? 0 : change > 0 ? Math.Min(Fraction(draft, ordered[i]), left) : Math.Max(Fraction(draft, ordered[i]), left);
            sizes[i] = RolloutDraft.Size(ordered[i]) + share;
            left -= share;
        }

        sizes[0] = Math.Max(0, sizes[0] + left);
        for (var i = 0; i < ordered.Length; i++) draft.Scale(ordered[i], sizes[i]);
    }

    /// <summary>By how much a set grows or shrinks for its part of the whole to stay the same.</summary>
    private static int Fraction(RolloutDraft draft, ReplicaSet set)
    {
        var size = RolloutDraft.Size(set);
        if (draft.Budget.Replicas == 0) return -size;
        var before = DeploymentAnnotations.Number(set, DeploymentAnnotations.MaxReplicas) is { } max and not 0 ? max : draft.Deployment.Status.Replicas;
        if (before == 0) return 0;
        return (int)Math.Round((double)size * draft.Budget.MaxPods / before, MidpointRounding.AwayFromZero) - size;
    }

    private static DateTimeOffset Created(ReplicaSet set) => set.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue;
}
