using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes in domains with few of the pods that ScheduleAnyway constraints speak of first.</summary>
public sealed class TopologyBalance : INodeScore
{
    private const string HostLabel = "kubernetes.io/hostname";
    private const double Nowhere = -1;

    public int Weight => 2;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        TopologySpreadConstraint[] soft = [.. pod.Pod.Spec.TopologySpreadConstraints.Where(static c => c.WhenUnsatisfiable == UnsatisfiableConstraintAction.ScheduleAnyway)];
        if (soft.Length == 0) return false;
        var keys = soft.Select(static constraint => constraint.TopologyKey).ToArray();
        NodeState[] known = [.. nodes.Where(node => keys.All(node.Labels.ContainsKey))];
        scores[..nodes.Count].Clear();
        foreach (var constraint in soft)
        {
            var counts = new TopologyCounts(pod, constraint, cluster, keys);
            var isHost = constraint.TopologyKey == HostLabel;
            var domains = isHost ? known.Length : known.Select(node => node.Labels[constraint.TopologyKey]).Distinct().Count();
            // Domains of which there are many differ less each, so they count more.
            var weight = Math.Log(domains + 2);
            for (var i = 0; i < nodes.Count; i++)
            {
                if (!nodes[i].Labels.TryGetValue(constraint.TopologyKey, out var domain)) continue;
                var count = isHost ? counts.CountOn(nodes[i]) : counts.Counts.GetValueOrDefault(domain);
                scores[i] += (count * weight) + constraint.MaxSkew - 1;
            }
        }

        return Reverse(nodes, keys, scores);
    }

    /// <summary>The fewer the better, in proportion to the most; nodes that are in no domain come last.</summary>
    private static bool Reverse(IReadOnlyList<NodeState> nodes, string[] keys, Span<double> scores)
    {
        var (least, most) = (double.MaxValue, 0.0);
        for (var i = 0; i < nodes.Count; i++)
        {
            scores[i] = keys.All(nodes[i].Labels.ContainsKey) ? Math.Round(scores[i], MidpointRounding.AwayFromZero) : Nowhere;
            if (scores[i] == Nowhere) continue;
            (least, most) = (Math.Min(least, scores[i]), Math.Max(most, scores[i]));
        }

        for (var i = 0; i < nodes.Count; i++)
            scores[i] = scores[i] == Nowhere ? 0 : most == 0 ? 100 : Math.Floor(100 * (most + least - scores[i]) / most);
        return true;
    }
}
