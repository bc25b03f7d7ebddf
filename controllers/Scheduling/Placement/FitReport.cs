using System.Globalization;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Why a pod fits nowhere, node by node.</summary>
public sealed class FitReport(int nodes)
{
    private readonly List<(NodeState Node, Rejection Rejection)> _rejections = [];
    private string? _refusal;

    /// <summary>The changes after which the pod may fit.</summary>
    public ClusterChanges Heals { get; private set; } = ClusterChanges.Nodes;

    public IReadOnlyList<(NodeState Node, Rejection Rejection)> Rejections => _rejections;

    /// <summary>The reasons with how often each was given, as Kubernetes' scheduler words them.</summary>
    public string Message => nodes == 0
        ? "no nodes available to schedule pods"
        : _refusal is not null ? $"0/{nodes} nodes are available: {_refusal}."
        : Summarize(nodes, _rejections.SelectMany(static r => r.Rejection.Reasons));

    /// <summary><c>0/4 nodes are available: 1 …, 3 ….</c></summary>
    public static string Summarize(int nodes, IEnumerable<string> reasons)
    {
        var counted = reasons.CountBy(static reason => reason)
            .Select(static count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}")).Order(StringComparer.Ordinal).ToArray();
        var summary = $"0/{nodes} nodes are available:";
        return counted.Length == 0 ? summary : $"{summary} {string.Join(", ", counted)}.";
    }

    /// <summary>The pod suits no node, whatever nodes are like.</summary>
    internal void RefuseAll(IEnumerable<NodeState> all, string reason, INodeFilter filter)
    {
        _refusal = reason;
        foreach (var node in all) Add(node, Rejection.Final(reason), filter);
    }

    /// <summary>The pod suits none but the named nodes.</summary>
    internal void Exclude(IEnumerable<NodeState> all, IReadOnlySet<string> named, INodeFilter filter)
    {
        var rejection = Rejection.Final($"node(s) didn't satisfy plugin(s) [{filter.GetType().Name}]");
        foreach (var node in all)
            if (!named.Contains(node.Name)) Add(node, rejection, filter);
    }

    internal void Add(NodeState node, Rejection rejection, INodeFilter filter)
    {
        _rejections.Add((node, rejection));
        Heals |= filter.Heals;
    }
}
