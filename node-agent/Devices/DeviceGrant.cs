using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>The devices of one resource that a container has, and what it is given to use them.</summary>
public sealed record DeviceGrant
{
    public required string Container { get; init; }

    public required string Resource { get; init; }

    public required IReadOnlyList<string> Ids { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];

    public IReadOnlyList<DeviceSpec> Devices { get; init; } = [];

    /// <summary>Names of devices that the runtime itself knows how to hand over (https://github.com/cncf-tags/container-device-interface).</summary>
    public IReadOnlyList<string> Cdi { get; init; } = [];
}
