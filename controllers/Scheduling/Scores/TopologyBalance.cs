using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes in domains with few of the pods that ScheduleAnyway constraints speak of first.</summary>
public sealed class TopologyBalance : INodeScore
{
    public int Weight => 2;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        TopologySpreadConstraint[] soft = [.. pod.Pod.Spec.TopologySpreadConstraints.Where(static c => c.WhenUnsatisfiable == UnsatisfiableConstraintAction.ScheduleAnyway)];
        if (soft.Length == 0) return false;
        var keys = soft.Select(static constraint => constraint.TopologyKey).ToArray();
        scores[..nodes.Count].Clear();
        foreach (var constraint in soft)
        {
            var counts = new TopologyCounts(pod, constraint, cluster, keys);
            // Domains of which there are many differ less each, so they count more.
            var weight = Math.Log(counts.Counts.Count + 2);
            var worst = counts.Counts.Values.DefaultIfEmpty().Max();
            for (var i = 0; i < nodes.Count; i++)
            {
                var count = nodes[i].Labels.TryGetValue(constraint.TopologyKey, out var domain) ? counts.Counts.GetValueOrDefault(domain) : worst;
                scores[i] -= (count * weight) + constraint.MaxSkew - 1;
            }
        }

        return ScoreScale.Spread(scores[..nodes.Count]);
    }
}
