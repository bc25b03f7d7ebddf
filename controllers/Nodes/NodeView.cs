using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>What the planner of a node looks at.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Node">The node, or null when there is none (any more).</param>
/// <param name="Pods">The pods that are bound to it; looked at only where they are concerned, because finding them means looking at all pods.</param>
/// <param name="LastSign">When the node was last heard of, by this control plane's own clock; without a node, when it was found missing.</param>
public sealed record NodeView(string Name, Node? Node, IEnumerable<Pod> Pods, DateTimeOffset LastSign)
{
    /// <summary>Since when the node has had its taints.</summary>
    public TaintTimes Taints { get; init; } = new();

    /// <summary>The uids of pods that are to be evicted later, as the last plan returned them.</summary>
    public IReadOnlySet<string> Awaited { get; init; } = new HashSet<string>();

    /// <summary>Whether its pods may be moved away; asked for when <see cref="NodePlanner.IsDown"/>.</summary>
    public EvictionLeave Leave { get; init; }

    /// <summary>The seconds that <see cref="NodeTtl"/> says.</summary>
    public int Ttl { get; init; }
}
