using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>What is true of a machine: what it has, where it is reached, what runs on it.</summary>
public sealed record NodeDescription
{
    public required string Name { get; init; }

    public required string InternalIP { get; init; }

    public required NodeSystemInfo Info { get; init; }

    public required IReadOnlyDictionary<string, Quantity> Capacity { get; init; }

    public required IReadOnlyDictionary<string, Quantity> Allocatable { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = EmptyMap<string>.Value;

    /// <summary>The folder of the local persistent volumes that are provisioned here; null when the node keeps none.</summary>
    public string? VolumesPath { get; init; }

    public IReadOnlyList<ContainerImage> Images { get; init; } = [];

    /// <summary>The attached volumes that pods here use.</summary>
    public IReadOnlyList<string> VolumesInUse { get; init; } = [];

    public NodePressure Pressure { get; init; } = new();

    /// <summary>Why the node cannot run pods now; null when it can.</summary>
    public string? NotReady { get; init; }
}
