using System.Buffers;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>
/// Finds the node for a pod: filter, then score. The same inputs give the same node; of equally good nodes the first in turn is taken, so
/// they take turns. Pure: the model is only read.
/// </summary>
public sealed class PlacementPlanner(PlacementRules rules, SchedulerOptions options)
{
    /// <param name="start">The node to look at first, as an index that may run past the end.</param>
    public Placement Plan(PodDemand pod, ClusterModel cluster, int start)
    {
        var nodes = cluster.Nodes;
        var report = new FitReport(nodes.Count);
        if (nodes.Count == 0) return new(null, report, 0);
        if (Refused(pod, cluster, report)) return new(null, report, 0);
        if (Nominated(pod, cluster) is { } reserved) return new(reserved, report, 0);
        if (Narrowed(pod) is { } narrowed) nodes = [.. narrowed.Names.Select(cluster.Find).OfType<NodeState>().OrderBy(static node => node.Name, StringComparer.Ordinal)];

        var tests = rules.TestsFor(pod, cluster);
        var wanted = options.NodesToFind(nodes.Count);
        var suitable = new List<NodeState>(Math.Min(wanted, nodes.Count));
        var visited = 0;
        for (; visited < nodes.Count && suitable.Count < wanted; visited++)
        {
            var node = nodes[(int)((uint)(start + visited) % (uint)nodes.Count)];
            if (Test(pod, node, cluster, tests) is { } rejected) report.Add(node, rejected.Rejection, rejected.Filter);
            else suitable.Add(node);
        }

        if (suitable.Count == 0 && Narrowed(pod) is { } chosen) report.Exclude(cluster.Nodes, chosen.Names, chosen.Filter);
        return new(suitable.Count == 0 ? null : Best(pod, suitable, cluster).Name, report, visited);
    }

    /// <summary>The nodes that the pod names, and the rule that says so.</summary>
    private (IReadOnlySet<string> Names, INodeFilter Filter)? Narrowed(PodDemand pod)
    {
        foreach (var filter in rules.Filters)
            if (filter.OnlyNodes(pod) is { } names) return (names, filter);
        return null;
    }

    private bool Refused(PodDemand pod, ClusterModel cluster, FitReport report)
    {
        foreach (var filter in rules.Filters)
        {
            if (filter.RefusalOf(pod, cluster) is not { } reason) continue;
            report.RefuseAll(cluster.Nodes, reason, filter);
            return true;
        }

        return false;
    }

    /// <summary>The node that was cleared for the pod, if it still suits.</summary>
    private string? Nominated(PodDemand pod, ClusterModel cluster)
    {
        var name = pod.Pod.Status.NominatedNodeName;
        return name.Length > 0 && cluster.Find(name) is { } node && Test(pod, node, cluster, rules.TestsFor(pod, cluster)) is null ? name : null;
    }

    /// <summary>Room that is kept for pods of at least the same priority counts as taken.</summary>
    private static (INodeFilter Filter, Rejection Rejection)? Test(
        PodDemand pod, NodeState node, ClusterModel cluster, IReadOnlyList<(INodeFilter Filter, INodeTest Test)> tests)
    {
        if (cluster.AnyNominated)
        {
            PodDemand[] kept = [.. cluster.NominatedTo(node.Name).Where(other => other.Uid != pod.Uid && other.Priority >= pod.Priority)];
            if (kept.Length > 0) node = node.With(node.Pods.Concat(kept));
        }

        foreach (var (filter, test) in tests)
            if (test.Test(node) is { } rejection) return (filter, rejection);
        return null;
    }

    private NodeState Best(PodDemand pod, List<NodeState> nodes, ClusterModel cluster)
    {
        if (nodes.Count == 1) return nodes[0];
        var totals = ArrayPool<double>.Shared.Rent(nodes.Count);
        var scores = ArrayPool<double>.Shared.Rent(nodes.Count);
        totals.AsSpan(0, nodes.Count).Clear();
        foreach (var score in rules.Scores)
        {
            if (!score.Score(pod, nodes, cluster, scores.AsSpan(0, nodes.Count))) continue;
            for (var i = 0; i < nodes.Count; i++) totals[i] += score.Weight * Math.Floor(scores[i]);
        }

        var best = 0;
        for (var i = 1; i < nodes.Count; i++)
            if (totals[i] > totals[best]) best = i;
        ArrayPool<double>.Shared.Return(totals);
        ArrayPool<double>.Shared.Return(scores);
        return nodes[best];
    }
}
