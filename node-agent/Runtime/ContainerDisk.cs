using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>What a container takes of the machine's disks.</summary>
/// <param name="Layer">What it has written into its own layer.</param>
/// <param name="Logs">Its log files.</param>
public sealed record ContainerDisk(DiskUse Layer, DiskUse Logs)
{
    public static ContainerDisk None { get; } = new(default, default);
}
