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

/// <summary>Where a node's configuration comes from. No longer in use.</summary>
public sealed record NodeConfigSource
{
    /// <summary>The ConfigMap with the configuration.</summary>
    public ConfigMapNodeConfigSource? ConfigMap { get; init; }
}

/// <summary>A ConfigMap with a node's configuration. No longer in use.</summary>
public sealed record ConfigMapNodeConfigSource
{
    /// <summary>Namespace of the ConfigMap.</summary>
    [AlwaysWritten]
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the ConfigMap.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>UID of the ConfigMap.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>Version of the ConfigMap.</summary>
    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The entry with the configuration.</summary>
    [AlwaysWritten]
    public string KubeletConfigKey { get; init => field = value ?? ""; } = "";
}

/// <summary>A port of a daemon.</summary>
public sealed record DaemonEndpoint
{
    /// <summary>The port that the daemon listens on. Alone among all fields its name begins with a capital.</summary>
    [JsonPropertyName("Port")] [AlwaysWritten]
    public int Port { get; init; }
}

/// <summary>The ports of the node's daemons.</summary>
public sealed record NodeDaemonEndpoints
{
    /// <summary>The port of the kubelet.</summary>
    public DaemonEndpoint KubeletEndpoint { get; init => field = value ?? new(); } = new();
}

/// <summary>What a handler can do.</summary>
public sealed record NodeRuntimeHandlerFeatures
{
    /// <summary>Whether mounts can be read-only with all that is in them.</summary>
    public bool? RecursiveReadOnlyMounts { get; init; }

    /// <summary>Whether pods can have user namespaces.</summary>
    public bool? UserNamespaces { get; init; }
}

/// <summary>A handler of the node's container runtime.</summary>
public sealed record NodeRuntimeHandler
{
    /// <summary>Name of the handler. Empty: the default.</summary>
    [AlwaysWritten] [Optional]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>What the handler can do.</summary>
    public NodeRuntimeHandlerFeatures? Features { get; init; }
}

/// <summary>What the node's container runtime can do.</summary>
public sealed record NodeFeatures
{
    /// <summary>Whether it heeds supplementalGroupsPolicy and tells of the users.</summary>
    public bool? SupplementalGroupsPolicy { get; init; }
}

/// <summary>What the node is.</summary>
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

    /// <summary>The node's swap.</summary>
    public NodeSwapStatus? Swap { get; init; }
}

/// <summary>The node's swap.</summary>
public sealed record NodeSwapStatus
{
    /// <summary>Size of the swap in bytes.</summary>
    public long? Capacity { get; init; }
}

/// <summary>The configuration that a node uses. No longer in use.</summary>
public sealed record NodeConfigStatus
{
    /// <summary>The configuration that it shall use.</summary>
    public NodeConfigSource? Assigned { get; init; }

    /// <summary>The configuration that it uses.</summary>
    public NodeConfigSource? Active { get; init; }

    /// <summary>The configuration to which it falls back.</summary>
    public NodeConfigSource? LastKnownGood { get; init; }

    /// <summary>What is wrong with the configuration.</summary>
    public string Error { get; init => field = value ?? ""; } = "";
}

/// <summary>What a node has and how it is doing.</summary>
public sealed record NodeStatus
{
    /// <summary>What the machine has.</summary>
    public IReadOnlyDictionary<string, Quantity> Capacity { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>What pods may use of it.</summary>
    public IReadOnlyDictionary<string, Quantity> Allocatable { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

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

    /// <summary>The configuration that the node uses. No longer in use.</summary>
    public NodeConfigStatus? Config { get; init; }

    /// <summary>The handlers of the node's container runtime.</summary>
    [Atomic]
    public IReadOnlyList<NodeRuntimeHandler> RuntimeHandlers { get; init => field = value ?? []; } = [];

    /// <summary>What the node's container runtime can do.</summary>
    public NodeFeatures? Features { get; init; }
}

/// <summary>A volume that is attached to a node.</summary>
public sealed record AttachedVolume
{
    /// <summary>Name of the volume.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Where the device is.</summary>
    [AlwaysWritten]
    public string DevicePath { get; init => field = value ?? ""; } = "";
}

/// <summary>An image on a node.</summary>
public sealed record ContainerImage
{
    /// <summary>The names by which the image is known.</summary>
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<string> Names { get; init => field = value ?? []; } = [];

    /// <summary>Size of the image in bytes.</summary>
    public long SizeBytes { get; init; }
}

/// <summary>One aspect of the node's state at a time.</summary>
public sealed record NodeCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(NodeConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When it was last reported, changed or not.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastHeartbeatTime { get; init; }

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

/// <summary>An address of a node.</summary>
public sealed record NodeAddress
{
    /// <summary>What kind of address it is.</summary>
    [AlwaysWritten] [Values(typeof(NodeAddressType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The address or name.</summary>
    [AlwaysWritten]
    public string Address { get; init => field = value ?? ""; } = "";
}
