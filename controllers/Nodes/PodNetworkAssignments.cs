using System.Net;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>
/// Which node has which range of pod addresses. A node that brings one keeps it, taken or not; the others get the next free one, so that what a node leaves
/// is not given away at once. Not safe for two threads at once.
/// </summary>
public sealed class PodNetworkAssignments(PodNetwork network)
{
    private readonly Dictionary<string, string> _ranges = [];
    private readonly int[] _holders = new int[network.Nodes];
    private int _next;

    /// <summary>The node's range: the one it asks for, else the one it has, else the next free one; null when none is left.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="wanted">A range, or empty.</param>
    public string? Assign(string node, string wanted)
    {
        var known = _ranges.GetValueOrDefault(node);
        if (known is not null && (wanted.Length == 0 || wanted == known)) return known;
        Release(node);
        var range = wanted.Length > 0 ? wanted : NextFree();
        if (range is null) return null;
        Count(range, 1);
        return _ranges[node] = range;
    }

    /// <summary>Frees the node's range, unless another one has it too.</summary>
    public void Release(string node)
    {
        if (_ranges.Remove(node, out var range)) Count(range, -1);
    }

    /// <summary>A range that is larger than a node's takes several, one that lies outside takes none.</summary>
    private void Count(string range, int by)
    {
        if (!IPNetwork.TryParse(range, out var taken)) return;
        for (var number = 0; number < network.Nodes; number++)
            if (Overlap(taken, IPNetwork.Parse(network[number]))) _holders[number] += by;
    }

    private static bool Overlap(IPNetwork left, IPNetwork right) => left.Contains(right.BaseAddress) || right.Contains(left.BaseAddress);

    private string? NextFree()
    {
        for (var tries = 0; tries < network.Nodes; tries++)
        {
            var number = (_next + tries) % network.Nodes;
            if (_holders[number] > 0) continue;
            _next = (number + 1) % network.Nodes;
            return network[number];
        }

        return null;
    }
}
