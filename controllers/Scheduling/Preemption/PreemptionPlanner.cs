using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>
/// Makes room for a pod by evicting less important ones: no more of them than necessary, none of the same or a higher priority, and where
/// there is a choice with the least harm. Pure.
/// </summary>
public sealed class PreemptionPlanner(PlacementRules rules)
{
    /// <summary>The reason of the condition DisruptionTarget on pods that make way for others.</summary>
    public const string PreemptedByScheduler = "PreemptionByScheduler";

    private const int FewestCandidates = 100;
    private static readonly Rejection NoVictims = Rejection.Occupied("No preemption victims found for incoming pod");

    /// <param name="report">Why the pod fits nowhere.</param>
    /// <param name="start">The node to look at first.</param>
    public PreemptionPlan Plan(PodDemand pod, ClusterModel cluster, FitReport report, IReadOnlyList<DisruptionBudget> budgets, int start)
    {
        if (pod.Pod.Spec.PreemptionPolicy == PreemptionPolicy.Never) return PreemptionPlan.None("not eligible due to preemptionPolicy=Never.");
        if (WaitsForVictims(pod, cluster, report)) return PreemptionPlan.None("not eligible due to a terminating pod on the nominated node.");

        var hopeful = report.Rejections.Where(static r => r.Rejection.EvictionMayHelp).Select(static r => r.Node).ToArray();
        var (candidates, refusals) = (new List<Candidate>(), new List<string>());
        var enough = Math.Max(FewestCandidates, cluster.Nodes.Count / 10);
        for (var i = 0; i < hopeful.Length && candidates.Count < enough; i++)
        {
            var node = hopeful[(int)((uint)(start + i) % (uint)hopeful.Length)];
            if (Clear(pod, node, cluster, budgets, out var refusal) is { } candidate) candidates.Add(candidate);
            else refusals.AddRange(refusal.Reasons);
        }

        if (candidates.Min() is { } best)
        {
            var displaced = cluster.NominatedTo(best.Node.Name).Where(other => other.Uid != pod.Uid && other.Priority < pod.Priority);
            return new(best.Node.Name, best.Victims, "") { Displaced = [.. displaced] };
        }

        refusals.AddRange(Enumerable.Repeat("Preemption is not helpful for scheduling", cluster.Nodes.Count - hopeful.Length));
        return PreemptionPlan.None(FitReport.Summarize(cluster.Nodes.Count, refusals)) with { GivesUp = true };
    }

    /// <summary>A node was cleared for the pod before, and those that make way have not left yet; unless that node does not suit whoever leaves.</summary>
    private static bool WaitsForVictims(PodDemand pod, ClusterModel cluster, FitReport report) =>
        pod.Pod.Status.NominatedNodeName is { Length: > 0 } name
        && cluster.Find(name) is { } node
        && !report.Rejections.Any(r => r.Node.Name == name && !r.Rejection.EvictionMayHelp)
        && node.Pods.Any(other => other.Priority < pod.Priority && other.Pod.IsDeleting() && MakesWay(other.Pod));

    private static bool MakesWay(Pod pod) => pod.Condition(PodConditionType.DisruptionTarget) is { Status: ConditionStatus.True, Reason: PreemptedByScheduler };

    /// <param name="refusal">Why clearing the node does not help.</param>
    private Candidate? Clear(PodDemand pod, NodeState node, ClusterModel cluster, IReadOnlyList<DisruptionBudget> budgets, out Rejection refusal)
    {
        refusal = NoVictims;
        var lesser = node.Pods.Where(other => other.Priority < pod.Priority).ToArray();
        if (lesser.Length == 0) return null;
        var kept = node.Pods.Where(other => other.Priority >= pod.Priority)
            .Concat(cluster.NominatedTo(node.Name).Where(other => other.Uid != pod.Uid && other.Priority >= pod.Priority)).ToList();
        if (Test(pod, node.With(kept), cluster) is { } unhelped)
        {
            refusal = unhelped;
            return null;
        }

        var ordered = lesser.OrderByDescending(static victim => victim.Priority).ThenBy(Candidate.Started).ToArray();
        var violating = BudgetBreakers(ordered, budgets);
        var victims = new HashSet<PodDemand>();
        // Those whose eviction would break a budget are spared first, then the more important ones.
        foreach (var spared in ordered.Where(violating.Contains).Concat(ordered.Where(victim => !violating.Contains(victim))))
        {
            kept.Add(spared);
            if (Test(pod, node.With(kept), cluster) is null) continue;
            kept.RemoveAt(kept.Count - 1);
            victims.Add(spared);
        }

        return victims.Count == 0 ? null : new Candidate(node, [.. ordered.Where(victims.Contains)], victims.Count(violating.Contains));
    }

    private static HashSet<PodDemand> BudgetBreakers(IEnumerable<PodDemand> pods, IReadOnlyList<DisruptionBudget> budgets)
    {
        var left = budgets.Select(static budget => budget.Allowed).ToArray();
        var breakers = new HashSet<PodDemand>();
        foreach (var pod in pods)
            for (var i = 0; i < left.Length; i++)
                if (budgets[i].Covers(pod) && --left[i] < 0) breakers.Add(pod);
        return breakers;
    }

    /// <summary>Why the node would not suit either, or null.</summary>
    private Rejection? Test(PodDemand pod, NodeState supposed, ClusterModel cluster)
    {
        foreach (var (_, test) in rules.TestsFor(pod, new SupposedView(cluster, supposed)))
            if (test.Test(supposed) is { } rejection) return rejection;
        return null;
    }
}
