using System.Text.Json.Serialization;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>A machine that runs pods.</summary>
[KubeKind("v1", "Node")]
public sealed record Node : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public NodeSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public NodeStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>Keeps pods without a matching toleration away from a node.</summary>
public sealed record Taint
{
    /// <summary>The name of the taint.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>The value of the taint.</summary>
    public string Value { get; init => field = value ?? ""; } = "";

    /// <summary>What it does: keeps new pods away, avoids them, or removes running ones too.</summary>
    [AlwaysWritten] [Values(typeof(TaintEffect))]
    public string Effect { get; init => field = value ?? ""; } = "";

    /// <summary>When it was added.</summary>
    public DateTimeOffset? TimeAdded { get; init; }
}

/// <summary>How a node may be used.</summary>
public sealed record NodeSpec
{
    /// <summary>The range of addresses of the node's pods.</summary>
    public string PodCIDR { get; init => field = value ?? ""; } = "";

    /// <summary>The ranges of addresses of the node's pods, one per IP family.</summary>
    [ListSet] [PatchMerge]
    public IReadOnlyList<string> PodCIDRs { get; init => field = value ?? []; } = [];

    /// <summary>The machine's name at its provider.</summary>
    public string ProviderID { get; init => field = value ?? ""; } = "";

    /// <summary>Whether new pods stay away. Set by cordon.</summary>
    public bool Unschedulable { get; init; }

    /// <summary>What keeps pods away.</summary>
    [Atomic]
    public IReadOnlyList<Taint> Taints { get; init => field = value ?? []; } = [];

    /// <summary>No longer supported.</summary>
    public NodeConfigSource? ConfigSource { get; init; }

    /// <summary>No longer used.</summary>
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
    /// <summary>The port that the daemon listens on. Alone among all fields its name begins with a capital.</summary>
    [JsonPropertyName("Port")] [AlwaysWritten]
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
    /// <summary>The identity of the machine.</summary>
    [AlwaysWritten]
    public string MachineID { get; init => field = value ?? ""; } = "";

    /// <summary>The identity of the hardware.</summary>
    [AlwaysWritten]
    public string SystemUUID { get; init => field = value ?? ""; } = "";

    /// <summary>The identity of the current boot.</summary>
    [AlwaysWritten]
    public string BootID { get; init => field = value ?? ""; } = "";

    /// <summary>The version of the kernel.</summary>
    [AlwaysWritten]
    public string KernelVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The name of the operating system.</summary>
    [AlwaysWritten]
    public string OsImage { get; init => field = value ?? ""; } = "";

    /// <summary>The container runtime and its version.</summary>
    [AlwaysWritten]
    public string ContainerRuntimeVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The version of the agent.</summary>
    [AlwaysWritten]
    public string KubeletVersion { get; init => field = value ?? ""; } = "";

    /// <summary>No longer used.</summary>
    [AlwaysWritten]
    public string KubeProxyVersion { get; init => field = value ?? ""; } = "";

    /// <summary>linux or windows.</summary>
    [AlwaysWritten]
    public string OperatingSystem { get; init => field = value ?? ""; } = "";

    /// <summary>The processor architecture.</summary>
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

/// <summary>What a node has and how it is doing.</summary>
public sealed record NodeStatus
{
    /// <summary>What the machine has.</summary>
    public IReadOnlyDictionary<string, Quantity> Capacity { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    /// <summary>What pods may use of it.</summary>
    public IReadOnlyDictionary<string, Quantity> Allocatable { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    /// <summary>No longer used.</summary>
    [Values(typeof(NodePhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    /// <summary>Findings such as whether the node is ready.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<NodeCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>Where the node is reached.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<NodeAddress> Addresses { get; init => field = value ?? []; } = [];

    /// <summary>The ports of the agent.</summary>
    public NodeDaemonEndpoints DaemonEndpoints { get; init => field = value ?? new(); } = new();

    /// <summary>Facts about the machine and its software.</summary>
    public NodeSystemInfo NodeInfo { get; init => field = value ?? new(); } = new();

    /// <summary>The images that are present.</summary>
    [Atomic]
    public IReadOnlyList<ContainerImage> Images { get; init => field = value ?? []; } = [];

    /// <summary>Volumes that pods of the node use.</summary>
    [Atomic]
    public IReadOnlyList<string> VolumesInUse { get; init => field = value ?? []; } = [];

    /// <summary>Volumes that are attached to the node.</summary>
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
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(NodeConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When it was last reported, changed or not.</summary>
    public DateTimeOffset? LastHeartbeatTime { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

public sealed record NodeAddress
{
    /// <summary>What kind of address it is.</summary>
    [AlwaysWritten] [Values(typeof(NodeAddressType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The address or name.</summary>
    [AlwaysWritten]
    public string Address { get; init => field = value ?? ""; } = "";
}
