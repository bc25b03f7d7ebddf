namespace Orleans.Kube.Controllers.Nodes;

/// <summary>Which node has which range of pod addresses: a range belongs to one node at most. Not safe for two threads at once.</summary>
public sealed class PodNetworkAssignments(PodNetwork network)
{
    private readonly Dictionary<string, string> _ranges = [];
    private readonly HashSet<string> _taken = [];

    /// <summary>The node's range: the one it has, the one it wants if that is free, or the first free one; null when none is left.</summary>
    public string? Assign(string node, string wanted)
    {
        if (_ranges.TryGetValue(node, out var known)) return known;
        var range = wanted.Length > 0 && !_taken.Contains(wanted) ? wanted : FirstFree();
        if (range is null) return null;
        _taken.Add(range);
        return _ranges[node] = range;
    }

    /// <summary>Frees the node's range.</summary>
    public void Release(string node)
    {
        if (_ranges.Remove(node, out var range)) _taken.Remove(range);
    }

    private string? FirstFree()
    {
        for (var number = 0; number < network.Nodes; number++)
            if (!_taken.Contains(network[number])) return network[number];
        return null;
    }
}
