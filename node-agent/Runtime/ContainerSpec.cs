namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>A container with everything resolved: no references to other objects are left.</summary>
public sealed record ContainerSpec
{
    public required PodIdentity Pod { get; init; }

    public required string Name { get; init; }

    public int Attempt { get; init; }

    public required string SandboxId { get; init; }

    /// <summary>As in the sandbox's specification.</summary>
    public string Handler { get; init; } = "";

    /// <summary>The image as the pod names it.</summary>
    public required string Image { get; init; }

    /// <summary>The id of the image to run.</summary>
    public required string ImageId { get; init; }

    /// <summary>Replaces the image's entrypoint when not empty.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Replaces the image's arguments when not empty.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public string WorkingFolder { get; init; } = "";

    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];

    public IReadOnlyList<DeviceSpec> Devices { get; init; } = [];

    /// <summary>Names of devices that the runtime itself knows how to hand over (Docker Engine 25 on).</summary>
    public IReadOnlyList<string> CdiDevices { get; init; } = [];

    public ContainerResources Resources { get; init; } = new();

    public ContainerSecurity Security { get; init; } = new();

    public bool Input { get; init; }

    public bool InputOnce { get; init; }

    public bool Terminal { get; init; }

    public bool HostNetwork { get; init; }

    /// <summary>Whose process namespace to join: empty for one of its own, <c>host</c>, or a container's id.</summary>
    public string ProcessNamespace { get; init; } = "";

    public string? StopSignal { get; init; }

    public ContainerNotes Notes { get; init; } = new();
}
