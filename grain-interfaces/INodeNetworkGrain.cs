namespace Orleans.Kube.GrainInterfaces;

/// <summary>Gives each node a range of pod addresses. One activation, key <see cref="Key"/>; what is taken it learns from the stored nodes.</summary>
public interface INodeNetworkGrain : IGrainWithStringKey
{
    const string Key = "cluster";

    /// <summary>The range of this node: the one that it brings, as before if it has one, or the next free one; null when none is left.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="wanted">A range that the node brings, or empty.</param>
    Task<string?> AssignAsync(string node, string wanted);

    /// <summary>The node is gone: its range is free.</summary>
    Task ReleaseAsync(string node);
}
