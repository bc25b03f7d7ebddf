using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>
/// Nodes in domains with few of the pods that ScheduleAnyway constraints speak of first. A pod without constraints has those of
/// <see cref="DefaultSpread"/>, of which a node need not have every label.
/// </summary>
public sealed class TopologyBalance : INodeScore
{
    private const string HostLabel = "kubernetes.io/hostname";
    private const double Nowhere = -1;

    public int Weight => 2;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        var own = pod.Pod.Spec.TopologySpreadConstraints;
        TopologySpreadConstraint[] soft = own.Count == 0 ? DefaultSpread.Of(pod, cluster)
            : [.. own.Where(static c => c.WhenUnsatisfiable == UnsatisfiableConstraintAction.ScheduleAnyway)];
        if (soft.Length == 0) return false;
        string[] needed = own.Count == 0 ? [] : [.. soft.Select(static constraint => constraint.TopologyKey)];
        NodeState[] known = [.. nodes.Where(node => needed.All(node.Labels.ContainsKey))];
        scores[..nodes.Count].Clear();
        foreach (var constraint in soft) Add(pod, constraint, needed, nodes, known, cluster, scores);
        return Reverse(nodes, needed, scores);
    }

    private static void Add(
        PodDemand pod, TopologySpreadConstraint constraint, string[] needed, IReadOnlyList<NodeState> nodes, NodeState[] known, IPlacementView cluster, Span<double> scores)
    {
        var key = constraint.TopologyKey;
        var isHost = key == HostLabel;
        if (!isHost && !known.Any(node => node.Labels.ContainsKey(key))) return;
        var onNodes = cluster.CountsOf(pod.Namespace, TopologyCounts.SelectorOf(pod, constraint));
        var inDomains = isHost ? null : TopologyCounts.InDomains(pod, constraint, cluster, [key, .. needed], node => onNodes.GetValueOrDefault(node.Name));
        var domains = isHost ? known.Length : known.Select(node => node.Labels.GetValueOrDefault(key, "")).Distinct().Count();
        // Domains of which there are many differ less each, so they count more.
        var weight = Math.Log(domains + 2);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (!nodes[i].Labels.TryGetValue(key, out var domain)) continue;
            var count = inDomains?.GetValueOrDefault(domain) ?? onNodes.GetValueOrDefault(nodes[i].Name);
            scores[i] += (count * weight) + constraint.MaxSkew - 1;
        }
    }

    /// <summary>The fewer the better, in proportion to the most; nodes that are in no domain come last.</summary>
    private static bool Reverse(IReadOnlyList<NodeState> nodes, string[] needed, Span<double> scores)
    {
        var (least, most) = (double.MaxValue, 0.0);
        for (var i = 0; i < nodes.Count; i++)
        {
            scores[i] = needed.All(nodes[i].Labels.ContainsKey) ? Math.Round(scores[i], MidpointRounding.AwayFromZero) : Nowhere;
            if (scores[i] == Nowhere) continue;
            (least, most) = (Math.Min(least, scores[i]), Math.Max(most, scores[i]));
        }

        for (var i = 0; i < nodes.Count; i++)
            scores[i] = scores[i] == Nowhere ? 0 : most == 0 ? 100 : Math.Floor(100 * (most + least - scores[i]) / most);
        return true;
    }
}
