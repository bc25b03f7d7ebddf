using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>One control group as kubelet's <c>/metrics/cadvisor</c> shows it: the machine, a group of pods, a pod, its sandbox or a container.</summary>
internal sealed record CadvisorRow
{
    /// <summary>The path that kubelet gives such a group; where the runtime really keeps the container is its own affair.</summary>
    public required string Id { get; init; }

    /// <summary>The container's name in its pod; empty of all that is no container.</summary>
    public string Container { get; init; } = "";

    public string Image { get; init; } = "";

    /// <summary>What the runtime calls it.</summary>
    public string Name { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Pod { get; init; } = "";

    public required ContainerUsage Usage { get; init; }

    /// <summary>Its processes and what they have open; null where that is not known.</summary>
    public OpenFiles? Files { get; init; }

    /// <summary>What it may use; null where that is not known.</summary>
    public ContainerResources? Resources { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public IReadOnlyList<InterfaceCounters> Network { get; init; } = [];

    public IReadOnlyList<FileSystem> FileSystems { get; init; } = [];

    /// <summary>A file system, and how much of it is used by this group.</summary>
    internal sealed record FileSystem(string Device, DiskReading Disk, long Used);
}
