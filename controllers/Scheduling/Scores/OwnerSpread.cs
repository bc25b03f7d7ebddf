namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes, and zones, with few pods of the same controller first, for pods without constraints of their own.</summary>
public sealed class OwnerSpread : INodeScore
{
    private const string Zone = "topology.kubernetes.io/zone";

    public int Weight => 2;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        if (pod.Owner is not { } owner || pod.Pod.Spec.TopologySpreadConstraints.Count > 0) return false;
        Dictionary<string, int>? zones = null;
        for (var i = 0; i < nodes.Count; i++)
        {
            scores[i] = nodes[i].CountOf(owner);
            if (scores[i] > 0 && nodes[i].Labels.TryGetValue(Zone, out var zone))
                (zones ??= [])[zone] = zones.GetValueOrDefault(zone) + (int)scores[i];
        }

        if (!ScoreScale.FewerIsBetter(scores[..nodes.Count])) return false;
        if (zones is null) return true;
        var most = (double)zones.Values.Max();
        for (var i = 0; i < nodes.Count; i++)
        {
            var inZone = nodes[i].Labels.TryGetValue(Zone, out var zone) ? zones.GetValueOrDefault(zone) : 0;
            scores[i] = (scores[i] + (200 * (1 - (inZone / most)))) / 3;
        }

        return true;
    }
}
