using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>
/// How many pods of a namespace a selector selects on each node: counted once, then kept up to date with every pod that comes or goes, so that the pods of a
/// large workload are not counted again for each of them. For one thread.
/// </summary>
public sealed class PodCensus
{
    /// <summary>So many selectors are kept in mind: those that were asked for last.</summary>
    private const int Most = 64;

    private readonly Dictionary<string, Tally> _tallies = [];
    private long _asked;

    /// <summary>The counts by node; a node without any is not among them. Pods that are being deleted do not count.</summary>
    public IReadOnlyDictionary<string, int> Of(string @namespace, LabelSelector? selector, IReadOnlyList<NodeState> nodes)
    {
        if (selector is null) return EmptyMap<int>.Value;
        var key = $"{@namespace}\n{SelectorText.Of(selector)}";
        if (!_tallies.TryGetValue(key, out var tally))
        {
            if (_tallies.Count == Most) _tallies.Remove(_tallies.MinBy(static known => known.Value.Asked).Key);
            _tallies[key] = tally = new Tally(@namespace, selector);
            foreach (var node in nodes)
                foreach (var pod in node.Pods) tally.Count(pod, node.Name, 1);
        }

        tally.Asked = ++_asked;
        return tally.Counts;
    }

    /// <summary>A pod came to a node (1) or left it (-1).</summary>
    internal void Count(PodDemand pod, string node, int change)
    {
        foreach (var tally in _tallies.Values) tally.Count(pod, node, change);
    }

    private sealed class Tally(string @namespace, LabelSelector selector)
    {
        public Dictionary<string, int> Counts { get; } = [];

        /// <summary>When it was asked for last; the larger, the later.</summary>
        public long Asked { get; set; }

        public void Count(PodDemand pod, string node, int change)
        {
            if (pod.Namespace != @namespace || pod.Pod.IsDeleting() || !selector.Selects(pod.Labels)) return;
            var count = Counts.GetValueOrDefault(node) + change;
            if (count == 0) Counts.Remove(node);
            else Counts[node] = count;
        }
    }
}
