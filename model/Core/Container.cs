using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Core;

/// <summary>One program that a pod runs from an image.</summary>
public sealed record Container
{
    /// <summary>The name of the container, unique within the pod.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The image, with its registry and tag.</summary>
    public string Image { get; init => field = value ?? ""; } = "";

    /// <summary>The program and its first arguments, in place of the image's entry point.</summary>
    [Atomic]
    public IReadOnlyList<string> Command { get; init => field = value ?? []; } = [];

    /// <summary>The arguments, in place of the image's.</summary>
    [Atomic]
    public IReadOnlyList<string> Args { get; init => field = value ?? []; } = [];

    /// <summary>The directory that the program starts in.</summary>
    public string WorkingDir { get; init => field = value ?? ""; } = "";

    /// <summary>The ports that the program listens on. Ports that are not listed can be reached too.</summary>
    [ListMap("containerPort", "protocol")] [PatchMerge("containerPort")]
    public IReadOnlyList<ContainerPort> Ports { get; init => field = value ?? []; } = [];

    /// <summary>ConfigMaps and Secrets of which every entry becomes an environment variable.</summary>
    [Atomic]
    public IReadOnlyList<EnvFromSource> EnvFrom { get; init => field = value ?? []; } = [];

    /// <summary>Environment variables. They win over those of envFrom.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<EnvVar> Env { get; init => field = value ?? []; } = [];

    /// <summary>What the container is promised and what it may use at most.</summary>
    public ResourceRequirements Resources { get; init => field = value ?? new(); } = new();

    /// <summary>Whether a change of a resource restarts the container.</summary>
    [Atomic]
    public IReadOnlyList<ContainerResizePolicy> ResizePolicy { get; init => field = value ?? []; } = [];

    /// <summary>Always makes an init container run beside the others as long as the pod lives.</summary>
    [Values(typeof(ContainerRestartPolicy))]
    public string? RestartPolicy { get; init; }

    /// <summary>Where volumes appear among the container's files.</summary>
    [ListMap("mountPath")] [PatchMerge("mountPath")]
    public IReadOnlyList<VolumeMount> VolumeMounts { get; init => field = value ?? []; } = [];

    /// <summary>Where volumes appear as block devices.</summary>
    [ListMap("devicePath")] [PatchMerge("devicePath")]
    public IReadOnlyList<VolumeDevice> VolumeDevices { get; init => field = value ?? []; } = [];

    /// <summary>A check that restarts the container when it fails.</summary>
    public Probe? LivenessProbe { get; init; }

    /// <summary>A check that takes the container out of services while it fails.</summary>
    public Probe? ReadinessProbe { get; init; }

    /// <summary>A check that must pass once before the other checks begin.</summary>
    public Probe? StartupProbe { get; init; }

    /// <summary>What is done right after the start and before the end.</summary>
    public Lifecycle? Lifecycle { get; init; }

    /// <summary>The file in which the program may leave its last words.</summary>
    public string TerminationMessagePath { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the end of the log stands in for missing last words.</summary>
    [Values(typeof(TerminationMessagePolicy))]
    public string TerminationMessagePolicy { get; init => field = value ?? ""; } = "";

    /// <summary>When the image is fetched: Always, IfNotPresent or Never.</summary>
    [Values(typeof(PullPolicy))]
    public string ImagePullPolicy { get; init => field = value ?? ""; } = "";

    /// <summary>Rights and identity of this container.</summary>
    public SecurityContext? SecurityContext { get; init; }

    /// <summary>Whether the standard input is kept open.</summary>
    public bool Stdin { get; init; }

    /// <summary>Whether the standard input closes after the first client.</summary>
    public bool StdinOnce { get; init; }

    /// <summary>Whether the container has a terminal.</summary>
    public bool Tty { get; init; }
}

/// <summary>A port of a container.</summary>
public sealed record ContainerPort
{
    /// <summary>A name by which services can refer to the port.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>A port of the node that leads to this one.</summary>
    public int HostPort { get; init; }

    /// <summary>The port that the program listens on.</summary>
    [JsonPropertyName("containerPort")] [AlwaysWritten]
    public int ContainerPortValue { get; init; }

    /// <summary>TCP, UDP or SCTP. TCP by default.</summary>
    [Values(typeof(Protocol))] [Default("TCP")]
    public string Protocol { get; init => field = value ?? ""; } = "";

    /// <summary>The address of the node to which the host port is bound.</summary>
    public string HostIP { get; init => field = value ?? ""; } = "";
}

/// <summary>A volume in a container.</summary>
public sealed record VolumeMount
{
    /// <summary>The name of a volume of the pod.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the container may only read.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether mounts below are read-only as well.</summary>
    [Values(typeof(RecursiveReadOnlyMode))]
    public string? RecursiveReadOnly { get; init; }

    /// <summary>The directory where the volume appears.</summary>
    [AlwaysWritten]
    public string MountPath { get; init => field = value ?? ""; } = "";

    /// <summary>The part of the volume that is mounted. The whole by default.</summary>
    public string SubPath { get; init => field = value ?? ""; } = "";

    /// <summary>Whether later mounts are seen on the other side.</summary>
    [Values(typeof(MountPropagationMode))]
    public string? MountPropagation { get; init; }

    /// <summary>As subPath, with environment variables filled in.</summary>
    public string SubPathExpr { get; init => field = value ?? ""; } = "";
}

/// <summary>A block device in a container.</summary>
public sealed record VolumeDevice
{
    /// <summary>The name of a claim among the pod's volumes.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The path of the device in the container.</summary>
    [AlwaysWritten]
    public string DevicePath { get; init => field = value ?? ""; } = "";
}

/// <summary>What happens when a resource of a running container changes.</summary>
public sealed record ContainerResizePolicy
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string ResourceName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(ResourceResizeRestartPolicy))]
    public string RestartPolicy { get; init => field = value ?? ""; } = "";
}

/// <summary>What a container is promised and what it may use at most.</summary>
public sealed record ResourceRequirements
{
    /// <summary>The most that may be used of each resource.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>What is set aside of each resource. The scheduler counts it.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>Claims of the pod that this container uses.</summary>
    [ListMap("name")]
    public IReadOnlyList<ResourceClaim> Claims { get; init => field = value ?? []; } = [];
}

/// <summary>A claim of the pod that a container uses.</summary>
public sealed record ResourceClaim
{
    /// <summary>Name of the claim in the pod.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The part of the claim. Empty: all of it.</summary>
    public string Request { get; init => field = value ?? ""; } = "";
}
