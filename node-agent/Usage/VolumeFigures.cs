using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>A volume that the agent made for a pod.</summary>
/// <param name="Use">What it holds.</param>
/// <param name="Disk">The file system that it is on.</param>
/// <param name="IsInMemory">Whether that is one of its own, in memory.</param>
public sealed record VolumeFigures(DiskUse Use, DiskReading Disk, bool IsInMemory);
