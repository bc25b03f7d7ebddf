namespace Orleans.Kube.Model.Core;

/// <summary>How a pod is doing, as its node reports it.</summary>
public sealed record PodStatus
{
    /// <summary>The generation that the node has acted on.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Where the pod is in its life: Pending, Running, Succeeded, Failed or Unknown.</summary>
    [Values(typeof(PodPhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    /// <summary>Findings such as whether the pod is scheduled and ready.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<PodCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>Why the pod is in this phase, in words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Why the pod is in this phase, in one word.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>The node where room is being made for the pod.</summary>
    public string NominatedNodeName { get; init => field = value ?? ""; } = "";

    /// <summary>The address of the node.</summary>
    public string HostIP { get; init => field = value ?? ""; } = "";

    /// <summary>The addresses of the node, one per IP family.</summary>
    [Atomic] [PatchMerge("ip")]
    public IReadOnlyList<HostIP> HostIPs { get; init => field = value ?? []; } = [];

    /// <summary>The address of the pod.</summary>
    public string PodIP { get; init => field = value ?? ""; } = "";

    /// <summary>The addresses of the pod, one per IP family.</summary>
    [ListMap("ip")] [PatchMerge("ip")]
    public IReadOnlyList<PodIP> PodIPs { get; init => field = value ?? []; } = [];

    /// <summary>When the node accepted the pod.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>How each init container is doing.</summary>
    [Atomic]
    public IReadOnlyList<ContainerStatus> InitContainerStatuses { get; init => field = value ?? []; } = [];

    /// <summary>How each container is doing.</summary>
    [Atomic]
    public IReadOnlyList<ContainerStatus> ContainerStatuses { get; init => field = value ?? []; } = [];

    /// <summary>How well the pod is protected when its node runs short: Guaranteed, Burstable or BestEffort.</summary>
    [Values(typeof(PodQOSClass))]
    public string QosClass { get; init => field = value ?? ""; } = "";

    /// <summary>How each debugging container is doing.</summary>
    [Atomic]
    public IReadOnlyList<ContainerStatus> EphemeralContainerStatuses { get; init => field = value ?? []; } = [];

    [Values(typeof(PodResizeStatus))]
    public string Resize { get; init => field = value ?? ""; } = "";

    /// <summary>The claims that were made from templates.</summary>
    [ListMap("name")] [PatchMerge("name")] [PatchRetainKeys]
    public IReadOnlyList<PodResourceClaimStatus> ResourceClaimStatuses { get; init => field = value ?? []; } = [];
}

/// <summary>A container that does not run yet.</summary>
public sealed record ContainerStateWaiting
{
    /// <summary>Why it waits, in one word.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it waits, in words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

/// <summary>A container that runs.</summary>
public sealed record ContainerStateRunning
{
    /// <summary>When it started.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? StartedAt { get; init; }
}

/// <summary>A container that ended.</summary>
public sealed record ContainerStateTerminated
{
    /// <summary>The exit code of its process.</summary>
    [AlwaysWritten]
    public int ExitCode { get; init; }

    /// <summary>The signal that ended it, if one did.</summary>
    public int Signal { get; init; }

    /// <summary>Why it ended, in one word.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Its last words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>When it had started.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The runtime and its name for the container.</summary>
    public string ContainerID { get; init => field = value ?? ""; } = "";
}

/// <summary>What a container does: waiting, running or terminated. Without any it is waiting.</summary>
public sealed record ContainerState
{
    /// <summary>It is not running yet.</summary>
    public ContainerStateWaiting? Waiting { get; init; }

    /// <summary>It is running.</summary>
    public ContainerStateRunning? Running { get; init; }

    /// <summary>It has ended.</summary>
    public ContainerStateTerminated? Terminated { get; init; }
}

/// <summary>What was last observed of a container.</summary>
public sealed record ContainerStatus
{
    /// <summary>The name of the container.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>What it is doing now.</summary>
    public ContainerState State { get; init => field = value ?? new(); } = new();

    /// <summary>How its previous run ended.</summary>
    public ContainerState LastState { get; init => field = value ?? new(); } = new();

    /// <summary>Whether it passes its readiness check.</summary>
    [AlwaysWritten]
    public bool Ready { get; init; }

    /// <summary>How often it was started again.</summary>
    [AlwaysWritten]
    public int RestartCount { get; init; }

    /// <summary>The image that it runs.</summary>
    [AlwaysWritten]
    public string Image { get; init => field = value ?? ""; } = "";

    /// <summary>The exact image, by its digest.</summary>
    [AlwaysWritten]
    public string ImageID { get; init => field = value ?? ""; } = "";

    /// <summary>The runtime and its name for the container.</summary>
    public string ContainerID { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it has started and passed its startup check.</summary>
    public bool? Started { get; init; }

    /// <summary>The resources that the node has set aside for the container.</summary>
    public IReadOnlyDictionary<string, Quantity> AllocatedResources { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>The resources that the running container has.</summary>
    public ResourceRequirements? Resources { get; init; }

    /// <summary>The volumes that are mounted.</summary>
    [ListMap("mountPath")] [PatchMerge("mountPath")]
    public IReadOnlyList<VolumeMountStatus> VolumeMounts { get; init => field = value ?? []; } = [];

    /// <summary>The user as which the container's first process started.</summary>
    public ContainerUser? User { get; init; }

    /// <summary>The health of the devices that the container was given.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<ResourceStatus> AllocatedResourcesStatus { get; init => field = value ?? []; } = [];

    /// <summary>The signal that ends the container.</summary>
    [Values(typeof(Signal))]
    public string? StopSignal { get; init; }
}

/// <summary>The health of the devices that a container was given.</summary>
public sealed record ResourceStatus
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The devices.</summary>
    [ListMap("resourceID")]
    public IReadOnlyList<ResourceHealth> Resources { get; init => field = value ?? []; } = [];
}

/// <summary>The health of a device.</summary>
public sealed record ResourceHealth
{
    /// <summary>The device.</summary>
    [AlwaysWritten]
    public string ResourceID { get; init => field = value ?? ""; } = "";

    [Values(typeof(ResourceHealthStatus))]
    public string Health { get; init => field = value ?? ""; } = "";
}

/// <summary>The user of a container.</summary>
public sealed record ContainerUser
{
    /// <summary>The user by number.</summary>
    public LinuxContainerUser? Linux { get; init; }
}

/// <summary>A user by number.</summary>
public sealed record LinuxContainerUser
{
    /// <summary>The user.</summary>
    [AlwaysWritten]
    public long Uid { get; init; }

    /// <summary>The main group.</summary>
    [AlwaysWritten]
    public long Gid { get; init; }

    /// <summary>The further groups.</summary>
    [Atomic]
    public IReadOnlyList<long> SupplementalGroups { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the pod's state at a time.</summary>
public sealed record PodCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(PodConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The generation of the object that it was found for.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When it was last checked.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

/// <summary>A volume that is mounted in a container.</summary>
public sealed record VolumeMountStatus
{
    /// <summary>Name of the mount.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Where it is mounted.</summary>
    [AlwaysWritten]
    public string MountPath { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    [Values(typeof(RecursiveReadOnlyMode))]
    public string? RecursiveReadOnly { get; init; }
}

/// <summary>The claim that was made from a template.</summary>
public sealed record PodResourceClaimStatus
{
    /// <summary>Name of the claim in the pod.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the object. None: none was needed.</summary>
    public string? ResourceClaimName { get; init; }
}

/// <summary>An address of the pod.</summary>
public sealed record PodIP
{
    /// <summary>An address of the pod.</summary>
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";
}

/// <summary>An address of the node.</summary>
public sealed record HostIP
{
    /// <summary>An address of the node.</summary>
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";
}
