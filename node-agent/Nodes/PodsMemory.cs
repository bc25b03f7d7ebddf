namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>The memory of a machine that is for pods.</summary>
/// <param name="Used">What they have of it, in bytes.</param>
/// <param name="Total">All that is not set aside for others, in bytes.</param>
public readonly record struct PodsMemory(long Used, long Total);
