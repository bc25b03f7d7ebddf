using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>What the machine and its pods use at one moment.</summary>
public sealed record NodeFigures
{
    public required DateTimeOffset Time { get; init; }

    public required MachineUsage Machine { get; init; }

    /// <summary>How many billionths of a processor the machine used lately; null at the first look.</summary>
    public long? NanoCores { get; init; }

    /// <summary>What it has left.</summary>
    public required MachineReading Left { get; init; }

    /// <summary>The device with the agent's data, and that with images and containers, which may be the same.</summary>
    public (string Data, string Images) Devices { get; init; } = ("", "");

    public IReadOnlyList<InterfaceCounters> Network { get; init; } = [];

    /// <summary>The agent itself; null where nobody asks.</summary>
    public ContainerUsage? Agent { get; init; }

    public required IReadOnlyList<PodFigures> Pods { get; init; }

    /// <summary>What all pods use together.</summary>
    public ContainerUsage InPods => Pods.Select(static p => p.Total).Aggregate(new ContainerUsage(Time, 0, 0, 0, 0), ContainerUsage.Add);
}
