using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>How many pods that a spread constraint speaks of are in each domain.</summary>
internal sealed class TopologyCounts
{
    /// <param name="allKeys">The labels that a node has to have to count.</param>
    public TopologyCounts(PodDemand pod, TopologySpreadConstraint constraint, IPlacementView cluster, IEnumerable<string> allKeys)
    {
        Constraint = constraint;
        var selector = SelectorOf(pod, constraint);
        Counts = InDomains(pod, constraint, cluster, [.. allKeys], node => CountOn(node, pod.Namespace, selector));
        SelfMatches = selector.Selects(pod.Labels) ? 1 : 0;
    }

    public TopologySpreadConstraint Constraint { get; }

    public IReadOnlyDictionary<string, int> Counts { get; }

    /// <summary>1 when the pod itself counts once it is placed.</summary>
    public int SelfMatches { get; }

    /// <summary>The smallest count; 0 when there are fewer domains than minDomains asks for.</summary>
    public int Minimum => Counts.Count < (Constraint.MinDomains ?? 1) ? 0 : Counts.Values.DefaultIfEmpty().Min();

    /// <summary>The pods that a constraint speaks of: its selector, and what the pod's own labels add to it.</summary>
    public static LabelSelector? SelectorOf(PodDemand pod, TopologySpreadConstraint constraint) => constraint is not { LabelSelector: { } selector, MatchLabelKeys.Count: > 0 }
        ? constraint.LabelSelector
        : selector with { MatchExpressions = [.. selector.MatchExpressions, .. LabelKeys.Requirements(pod.Pod, constraint.MatchLabelKeys, LabelSelectorOperator.In)] };

    /// <summary>The sums of the domains.</summary>
    /// <param name="keys">The labels that a node has to have to count.</param>
    /// <param name="countOn">How many pods count on a node.</param>
    public static Dictionary<string, int> InDomains(
        PodDemand pod, TopologySpreadConstraint constraint, IPlacementView cluster, IReadOnlyList<string> keys, Func<NodeState, int> countOn)
    {
        var counts = new Dictionary<string, int>();
        foreach (var node in cluster.Nodes)
        {
            if (!keys.All(node.Labels.ContainsKey) || !Includes(pod, constraint, node)) continue;
            var domain = node.Labels[constraint.TopologyKey];
            counts[domain] = counts.GetValueOrDefault(domain) + countOn(node);
        }

        return counts;
    }

    private static bool Includes(PodDemand pod, TopologySpreadConstraint constraint, NodeState node) =>
        (constraint.NodeAffinityPolicy == NodeInclusionPolicy.Ignore || NodeSelectors.Allow(pod.Pod.Spec, node.Node))
        && (constraint.NodeTaintsPolicy != NodeInclusionPolicy.Honor || node.Node.Spec.Taints.All(taint =>
            taint.Effect == TaintEffect.PreferNoSchedule || Tolerations.Tolerate(pod.Pod.Spec.Tolerations, taint)));

    private static int CountOn(NodeState node, string @namespace, LabelSelector? selector)
    {
        var count = 0;
        foreach (var pod in node.Pods)
            if (pod.Namespace == @namespace && !pod.Pod.IsDeleting() && selector.Selects(pod.Labels)) count++;
        return count;
    }
}
