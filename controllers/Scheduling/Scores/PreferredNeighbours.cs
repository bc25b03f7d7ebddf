namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes near the pods that the pod prefers, and that prefer it, first; those near what either avoids last.</summary>
public sealed class PreferredNeighbours : INodeScore
{
    /// <summary>What it counts for a pod that another one requires to be near.</summary>
    private const int RequiredWeight = 1;

    public int Weight => 2;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        var own = pod.PreferredAffinity.Count + pod.PreferredAntiAffinity.Count > 0;
        if (!own && !cluster.AnyAffinity) return false;
        var domains = new Dictionary<(string Key, string Value), double>();
        foreach (var node in cluster.Nodes)
        {
            if (own)
                foreach (var other in node.Pods) Judge(domains, node, other, cluster, pod.PreferredAffinity, pod.PreferredAntiAffinity);
            foreach (var other in node.PodsWithAffinity)
            {
                Judge(domains, node, pod, cluster, other.PreferredAffinity, other.PreferredAntiAffinity);
                Judge(domains, node, pod, cluster, other.RequiredAffinity, []);
            }
        }

        if (domains.Count == 0) return false;
        for (var i = 0; i < nodes.Count; i++)
        {
            scores[i] = 0;
            foreach (var ((key, value), weight) in domains)
                if (nodes[i].Labels.TryGetValue(key, out var label) && label == value) scores[i] += weight;
        }

        return ScoreScale.Spread(scores[..nodes.Count]);
    }

    private static void Judge(
        Dictionary<(string, string), double> domains, NodeState node, PodDemand subject, IPlacementView cluster,
        IReadOnlyList<AffinityTerm> likes, IReadOnlyList<AffinityTerm> dislikes)
    {
        foreach (var term in likes) Count(term);
        foreach (var term in dislikes) Count(term);

        void Count(AffinityTerm term)
        {
            if (!node.Labels.TryGetValue(term.TopologyKey, out var value) || !term.Selects(subject, cluster)) return;
            domains[(term.TopologyKey, value)] = domains.GetValueOrDefault((term.TopologyKey, value)) + (term.Weight == 0 ? RequiredWeight : term.Weight);
        }
    }
}
