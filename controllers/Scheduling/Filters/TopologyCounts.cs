using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>How many pods that a spread constraint speaks of are in each domain.</summary>
internal sealed class TopologyCounts
{
    private readonly LabelSelector? _selector;
    private readonly PodDemand _pod;

    /// <summary>Counts on one node at a time (<see cref="CountOn"/>).</summary>
    public TopologyCounts(PodDemand pod, TopologySpreadConstraint constraint)
    {
        (_pod, Constraint) = (pod, constraint);
        _selector = constraint.LabelSelector is null ? null : constraint.LabelSelector with
        {
            MatchExpressions =
            [
                .. constraint.LabelSelector.MatchExpressions,
                .. LabelKeys.Requirements(pod.Pod, constraint.MatchLabelKeys, LabelSelectorOperator.In),
            ],
        };
        SelfMatches = _selector.Selects(pod.Labels) ? 1 : 0;
    }

    /// <summary>Counts in all domains.</summary>
    /// <param name="allKeys">The labels that a node has to have to count.</param>
    public TopologyCounts(PodDemand pod, TopologySpreadConstraint constraint, IPlacementView cluster, IEnumerable<string> allKeys) : this(pod, constraint)
    {
        var keys = allKeys.ToArray();
        foreach (var node in cluster.Nodes)
        {
            if (!keys.All(node.Labels.ContainsKey) || !Includes(node)) continue;
            var domain = node.Labels[constraint.TopologyKey];
            Counts[domain] = Counts.GetValueOrDefault(domain) + CountOn(node);
        }
    }

    public TopologySpreadConstraint Constraint { get; }

    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>1 when the pod itself counts once it is placed.</summary>
    public int SelfMatches { get; }

    /// <summary>The smallest count; 0 when there are fewer domains than minDomains asks for.</summary>
    public int Minimum => Counts.Count < (Constraint.MinDomains ?? 1) ? 0 : Counts.Values.DefaultIfEmpty().Min();

    private bool Includes(NodeState node) =>
        (Constraint.NodeAffinityPolicy == NodeInclusionPolicy.Ignore || NodeSelectors.Allow(_pod.Pod.Spec, node.Node))
        && (Constraint.NodeTaintsPolicy != NodeInclusionPolicy.Honor || node.Node.Spec.Taints.All(taint =>
            taint.Effect == TaintEffect.PreferNoSchedule || Tolerations.Tolerate(_pod.Pod.Spec.Tolerations, taint)));

    /// <summary>How many of the pods are on a node.</summary>
    public int CountOn(NodeState node)
    {
        var count = 0;
        foreach (var pod in node.Pods)
            if (pod.Namespace == _pod.Namespace && !pod.Pod.IsDeleting() && _selector.Selects(pod.Labels)) count++;
        return count;
    }
}
