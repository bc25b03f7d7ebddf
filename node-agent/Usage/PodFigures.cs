using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Usage;

/// <summary>A pod with running containers and what it uses.</summary>
public sealed record PodFigures
{
    public required PodIdentity Pod { get; init; }

    /// <summary>Its class of quality of service.</summary>
    public required string QosClass { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Its sandbox while that runs.</summary>
    public ContainerFigures? Sandbox { get; init; }

    public required IReadOnlyList<ContainerFigures> Containers { get; init; }

    /// <summary>The interfaces of its network; none of a pod in the machine's.</summary>
    public IReadOnlyList<InterfaceCounters> Network { get; init; } = [];

    /// <summary>By name, the volumes that the agent made for it; null where nobody asks.</summary>
    public IReadOnlyDictionary<string, VolumeFigures>? Volumes { get; init; }

    /// <summary>Its volumes behind claims.</summary>
    public IReadOnlyList<ClaimFigures> Claims { get; init; } = [];

    /// <summary>What all of it uses.</summary>
    public ContainerUsage Total => All.Select(static c => c.Usage).Aggregate(ContainerUsage.Add);

    /// <summary>How many billionths of a processor it used lately; null where one was not measured before.</summary>
    public long? NanoCores => All.Any(static c => c.NanoCores is null) ? null : All.Sum(static c => c.NanoCores);

    /// <summary>Sandbox and containers.</summary>
    public IEnumerable<ContainerFigures> All => Sandbox is null ? Containers : Containers.Prepend(Sandbox);
}
