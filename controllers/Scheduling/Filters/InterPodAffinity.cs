namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Pods that must be near others, or away from them: what the pod requires, and what pods that run already require of it.</summary>
public sealed class InterPodAffinity : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes | ClusterChanges.PodsGone | ClusterChanges.PodsPlaced | ClusterChanges.Namespaces;

    public INodeTest? For(PodDemand pod, IPlacementView cluster)
    {
        var forbidden = cluster.AnyAffinity ? ForbiddenByOthers(pod, cluster) : [];
        if (forbidden.Count + pod.RequiredAffinity.Count + pod.RequiredAntiAffinity.Count == 0) return null;
        return new Ready(pod, cluster, forbidden);
    }

    /// <summary>The domains in which a pod runs that wants this one elsewhere.</summary>
    private static HashSet<(string Key, string Value)> ForbiddenByOthers(PodDemand pod, IPlacementView cluster)
    {
        var forbidden = new HashSet<(string, string)>();
        foreach (var node in cluster.Nodes)
            foreach (var other in node.PodsWithAffinity)
                foreach (var term in other.RequiredAntiAffinity)
                    if (node.Labels.TryGetValue(term.TopologyKey, out var value) && term.Selects(pod, cluster)) forbidden.Add((term.TopologyKey, value));
        return forbidden;
    }

    private sealed class Ready : INodeTest
    {
        private static readonly Rejection Existing = Rejection.Occupied("node(s) didn't satisfy existing pods anti-affinity rules");
        private static readonly Rejection Anti = Rejection.Occupied("node(s) didn't match pod anti-affinity rules");
        private static readonly Rejection Affinity = Rejection.Final("node(s) didn't match pod affinity rules");

        private readonly PodDemand _pod;
        private readonly HashSet<(string Key, string Value)> _forbidden;
        private readonly HashSet<(string Key, string Value)> _avoided = [];
        private readonly HashSet<(string Key, string Value)> _near = [];
        private readonly bool _isFirst;

        public Ready(PodDemand pod, IPlacementView cluster, HashSet<(string, string)> forbidden)
        {
            (_pod, _forbidden) = (pod, forbidden);
            if (pod.RequiredAffinity.Count + pod.RequiredAntiAffinity.Count > 0)
                foreach (var node in cluster.Nodes) Survey(node, cluster);
            // The first pod of a group that wants to be together has nobody to be near.
            _isFirst = _near.Count == 0 && pod.RequiredAffinity.All(term => term.Selects(pod, cluster));
        }

        public Rejection? Test(NodeState node)
        {
            foreach (var term in _pod.RequiredAffinity)
            {
                if (!node.Labels.TryGetValue(term.TopologyKey, out var value)) return Affinity;
                if (!_isFirst && !_near.Contains((term.TopologyKey, value))) return Affinity;
            }

            foreach (var term in _pod.RequiredAntiAffinity)
                if (node.Labels.TryGetValue(term.TopologyKey, out var value) && _avoided.Contains((term.TopologyKey, value))) return Anti;
            foreach (var (key, value) in _forbidden)
                if (node.Labels.TryGetValue(key, out var own) && own == value) return Existing;
            return null;
        }

        private void Survey(NodeState node, IPlacementView cluster)
        {
            foreach (var other in node.Pods)
            {
                // All terms of an affinity must speak of the same pod.
                if (_pod.RequiredAffinity.Count > 0 && _pod.RequiredAffinity.All(term => term.Selects(other, cluster)))
                    foreach (var term in _pod.RequiredAffinity) Note(_near, term, node);
                foreach (var term in _pod.RequiredAntiAffinity)
                    if (term.Selects(other, cluster)) Note(_avoided, term, node);
            }
        }

        private static void Note(HashSet<(string, string)> domains, AffinityTerm term, NodeState node)
        {
            if (node.Labels.TryGetValue(term.TopologyKey, out var value)) domains.Add((term.TopologyKey, value));
        }
    }
}
