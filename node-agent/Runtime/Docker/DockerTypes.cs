using System.Text.Json.Serialization;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

// The part of the Engine API's types that the agent uses; names are the API's (https://docs.docker.com/engine/api/v1.41/).

internal sealed record DockerError([property: JsonPropertyName("message")] string Message);

internal sealed record DockerVersion(string Version, string ApiVersion);

internal sealed record DockerInfo(string DockerRootDir, string? CgroupDriver);

internal sealed record DockerId(string Id);

/// <summary>Where a container's layers lie; what is said depends on the storage driver.</summary>
internal sealed record DockerGraphDriver(IReadOnlyDictionary<string, string>? Data);

internal sealed record DockerCreate
{
    public string? Hostname { get; init; }
    public string? User { get; init; }
    public bool Tty { get; init; }
    public bool OpenStdin { get; init; }
    public bool StdinOnce { get; init; }
    public IReadOnlyList<string>? Env { get; init; }
    public IReadOnlyList<string>? Cmd { get; init; }
    public IReadOnlyList<string>? Entrypoint { get; init; }
    public required string Image { get; init; }
    public string? WorkingDir { get; init; }
    public string? StopSignal { get; init; }
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
    public IReadOnlyDictionary<string, object>? ExposedPorts { get; init; }
    public required DockerHostConfig HostConfig { get; init; }
    public DockerNetworkingConfig? NetworkingConfig { get; init; }
    public DockerHealth? Healthcheck { get; init; } = new();
}

/// <summary>Switches an image's own health check off: probes are the pod's.</summary>
internal sealed record DockerHealth
{
    public IReadOnlyList<string> Test { get; init; } = ["NONE"];
}

internal sealed record DockerHostConfig
{
    public string? Runtime { get; init; }
    public IReadOnlyList<DockerMount>? Mounts { get; init; }
    public string? NetworkMode { get; init; }
    public string? IpcMode { get; init; }
    public string? PidMode { get; init; }
    public IReadOnlyList<string>? CapAdd { get; init; }
    public IReadOnlyList<string>? CapDrop { get; init; }
    public IReadOnlyList<string>? GroupAdd { get; init; }
    public IReadOnlyList<string>? SecurityOpt { get; init; }
    public IReadOnlyList<string>? MaskedPaths { get; init; }
    public IReadOnlyList<string>? ReadonlyPaths { get; init; }
    public IReadOnlyList<DockerDevice>? Devices { get; init; }
    public IReadOnlyList<string>? DeviceCgroupRules { get; init; }
    public IReadOnlyList<DockerDeviceRequest>? DeviceRequests { get; init; }
    public bool Privileged { get; init; }
    public bool ReadonlyRootfs { get; init; }
    public int OomScoreAdj { get; init; }
    public long CpuShares { get; init; }
    public long CpuQuota { get; init; }
    public long CpuPeriod { get; init; }
    public long Memory { get; init; }
    public long MemorySwap { get; init; }
    public long? PidsLimit { get; init; }
    public string? CgroupParent { get; init; }
    public long? ShmSize { get; init; }
    public DockerLogConfig? LogConfig { get; init; }
    public IReadOnlyDictionary<string, string>? Sysctls { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<DockerPortBinding>>? PortBindings { get; init; }
}

internal sealed record DockerDevice(string PathOnHost, string PathInContainer, string CgroupPermissions);

internal sealed record DockerDeviceRequest(string Driver, [property: System.Text.Json.Serialization.JsonPropertyName("DeviceIDs")] IReadOnlyList<string> DeviceIds);

internal sealed record DockerMount(string Source, string Target, bool ReadOnly, DockerBindOptions? BindOptions)
{
    public string Type => "bind";
}

internal sealed record DockerBindOptions(string Propagation)
{
    /// <summary>Private is left for Docker to choose: it refuses to be told so of folders that hold its own, such as the node's root.</summary>
    public static DockerBindOptions? For(string propagation) => propagation == "rprivate" ? null : new(propagation);
}

internal sealed record DockerNetworkingConfig(IReadOnlyDictionary<string, DockerEndpointConfig> EndpointsConfig);

internal sealed record DockerEndpointConfig(DockerEndpointIpam IPAMConfig);

internal sealed record DockerEndpointIpam(string IPv4Address);

internal sealed record DockerPortBinding(string HostIp, string HostPort);

internal sealed record DockerLogConfig(string Type, IReadOnlyDictionary<string, string> Config);

internal sealed record DockerUpdate(long CpuShares, long CpuQuota, long CpuPeriod, long Memory, long MemorySwap);

internal sealed record DockerSummary(string Id, IReadOnlyDictionary<string, string>? Labels);

internal sealed record DockerContainer
{
    public string Id { get; init; } = "";
    public DateTimeOffset Created { get; init; }
    public DockerState State { get; init; } = new();
    public string Image { get; init; } = "";
    public DockerConfig Config { get; init; } = new();
    public DockerHostConfig HostConfig { get; init; } = new();
    public DockerNetworkSettings NetworkSettings { get; init; } = new();
    public long SizeRw { get; init; }
    public string LogPath { get; init; } = "";
    public DockerGraphDriver? GraphDriver { get; init; }
}

internal sealed record DockerState
{
    public string Status { get; init; } = "";
    public bool Running { get; init; }
    public bool OOMKilled { get; init; }
    public int Pid { get; init; }
    public int ExitCode { get; init; }
    public string Error { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset FinishedAt { get; init; }
}

internal sealed record DockerConfig
{
    public bool Tty { get; init; }
    public string Image { get; init; } = "";
    public string User { get; init; } = "";
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

internal sealed record DockerNetworkSettings
{
    public IReadOnlyDictionary<string, DockerEndpoint>? Networks { get; init; }
}

internal sealed record DockerEndpoint
{
    public string IPAddress { get; init; } = "";
}

internal sealed record DockerImage
{
    public string Id { get; init; } = "";
    public IReadOnlyList<string>? RepoTags { get; init; }
    public IReadOnlyList<string>? RepoDigests { get; init; }
    public long Size { get; init; }
    public DockerConfig? Config { get; init; }
}

internal sealed record DockerNetwork
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public DockerIpam IPAM { get; init; } = new();
    public IReadOnlyDictionary<string, string>? Options { get; init; }
    public IReadOnlyDictionary<string, DockerNetworkMember>? Containers { get; init; }
}

internal sealed record DockerNetworkMember(string IPv4Address);

internal sealed record DockerIpam
{
    public IReadOnlyList<DockerSubnet>? Config { get; init; }
}

internal sealed record DockerSubnet(string Subnet);

internal sealed record DockerEvent
{
    public DockerActor Actor { get; init; } = new();
}

internal sealed record DockerActor
{
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}

internal sealed record DockerExec(bool Running, int? ExitCode, int Pid);

internal sealed record DockerProgress
{
    [JsonPropertyName("error")]
    public string? Error { get; init; }
}
