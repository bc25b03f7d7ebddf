using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "Node")]
public sealed record Node : KubeObject
{
    public NodeSpec Spec { get; init => field = value ?? new(); } = new();

    public NodeStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record Taint
{
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    public string Value { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(TaintEffect))]
    public string Effect { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? TimeAdded { get; init; }
}

public sealed record NodeSpec
{
    public string PodCIDR { get; init => field = value ?? ""; } = "";

    [ListSet] [PatchMerge]
    public IReadOnlyList<string> PodCIDRs { get; init => field = value ?? []; } = [];

    public string ProviderID { get; init => field = value ?? ""; } = "";

    public bool Unschedulable { get; init; }

    [Atomic]
    public IReadOnlyList<Taint> Taints { get; init => field = value ?? []; } = [];

    public NodeConfigSource? ConfigSource { get; init; }

    public string ExternalID { get; init => field = value ?? ""; } = "";
}

public sealed record NodeConfigSource
{
    public ConfigMapNodeConfigSource? ConfigMap { get; init; }
}

public sealed record ConfigMapNodeConfigSource
{
    [AlwaysWritten]
    public string Namespace { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string Uid { get; init => field = value ?? ""; } = "";

    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string KubeletConfigKey { get; init => field = value ?? ""; } = "";
}

public sealed record DaemonEndpoint
{
    [AlwaysWritten]
    public int Port { get; init; }
}

public sealed record NodeDaemonEndpoints
{
    public DaemonEndpoint KubeletEndpoint { get; init => field = value ?? new(); } = new();
}

public sealed record NodeRuntimeHandlerFeatures
{
    public bool? RecursiveReadOnlyMounts { get; init; }

    public bool? UserNamespaces { get; init; }
}

public sealed record NodeRuntimeHandler
{
    [AlwaysWritten] [Optional]
    public string Name { get; init => field = value ?? ""; } = "";

    public NodeRuntimeHandlerFeatures? Features { get; init; }
}

public sealed record NodeFeatures
{
    public bool? SupplementalGroupsPolicy { get; init; }
}

public sealed record NodeSystemInfo
{
    [AlwaysWritten]
    public string MachineID { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string SystemUUID { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string BootID { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string KernelVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string OsImage { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string ContainerRuntimeVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string KubeletVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string KubeProxyVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string OperatingSystem { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Architecture { get; init => field = value ?? ""; } = "";

    public NodeSwapStatus? Swap { get; init; }
}

public sealed record NodeSwapStatus
{
    public long? Capacity { get; init; }
}

public sealed record NodeConfigStatus
{
    public NodeConfigSource? Assigned { get; init; }

    public NodeConfigSource? Active { get; init; }

    public NodeConfigSource? LastKnownGood { get; init; }

    public string Error { get; init => field = value ?? ""; } = "";
}

public sealed record NodeStatus
{
    public IReadOnlyDictionary<string, Quantity> Capacity { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> Allocatable { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    [Values(typeof(NodePhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<NodeCondition> Conditions { get; init => field = value ?? []; } = [];

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<NodeAddress> Addresses { get; init => field = value ?? []; } = [];

    public NodeDaemonEndpoints DaemonEndpoints { get; init => field = value ?? new(); } = new();

    public NodeSystemInfo NodeInfo { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<ContainerImage> Images { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> VolumesInUse { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<AttachedVolume> VolumesAttached { get; init => field = value ?? []; } = [];

    public NodeConfigStatus? Config { get; init; }

    [Atomic]
    public IReadOnlyList<NodeRuntimeHandler> RuntimeHandlers { get; init => field = value ?? []; } = [];

    public NodeFeatures? Features { get; init; }
}

public sealed record AttachedVolume
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string DevicePath { get; init => field = value ?? ""; } = "";
}

public sealed record ContainerImage
{
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<string> Names { get; init => field = value ?? []; } = [];

    public long SizeBytes { get; init; }
}

public sealed record NodeCondition
{
    [AlwaysWritten] [Values(typeof(NodeConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastHeartbeatTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}

public sealed record NodeAddress
{
    [AlwaysWritten] [Values(typeof(NodeAddressType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Address { get; init => field = value ?? ""; } = "";
}
