using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>A running container and what it uses.</summary>
/// <param name="Container">The container.</param>
/// <param name="Usage">What it uses.</param>
/// <param name="NanoCores">How many billionths of a processor it used lately; null where it was not measured before.</param>
/// <param name="Disk">What it has written; null where nobody asks.</param>
public sealed record ContainerFigures(RuntimeContainer Container, ContainerUsage Usage, long? NanoCores, ContainerDisk? Disk)
{
    /// <summary>Its processes and what they have open; null where nobody asks, or it cannot be told.</summary>
    public OpenFiles? Files { get; init; }
}
