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

    [ListMap("name")] [PatchMerge("name")] [PatchRetainKeys]
    public IReadOnlyList<PodResourceClaimStatus> ResourceClaimStatuses { get; init => field = value ?? []; } = [];
}

public sealed record ContainerStateWaiting
{
    /// <summary>Why it waits, in one word.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it waits, in words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

public sealed record ContainerStateRunning
{
    /// <summary>When it started.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

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
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The runtime and its name for the container.</summary>
    public string ContainerID { get; init => field = value ?? ""; } = "";
}

public sealed record ContainerState
{
    /// <summary>It is not running yet.</summary>
    public ContainerStateWaiting? Waiting { get; init; }

    /// <summary>It is running.</summary>
    public ContainerStateRunning? Running { get; init; }

    /// <summary>It has ended.</summary>
    public ContainerStateTerminated? Terminated { get; init; }
}

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

    public IReadOnlyDictionary<string, Quantity> AllocatedResources { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public ResourceRequirements? Resources { get; init; }

    [ListMap("mountPath")] [PatchMerge("mountPath")]
    public IReadOnlyList<VolumeMountStatus> VolumeMounts { get; init => field = value ?? []; } = [];

    public ContainerUser? User { get; init; }

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<ResourceStatus> AllocatedResourcesStatus { get; init => field = value ?? []; } = [];

    public string? StopSignal { get; init; }
}

public sealed record ResourceStatus
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    [ListMap("resourceID")]
    public IReadOnlyList<ResourceHealth> Resources { get; init => field = value ?? []; } = [];
}

public sealed record ResourceHealth
{
    [AlwaysWritten]
    public string ResourceID { get; init => field = value ?? ""; } = "";

    [Values(typeof(ResourceHealthStatus))]
    public string Health { get; init => field = value ?? ""; } = "";
}

public sealed record ContainerUser
{
    public LinuxContainerUser? Linux { get; init; }
}

public sealed record LinuxContainerUser
{
    [AlwaysWritten]
    public long Uid { get; init; }

    [AlwaysWritten]
    public long Gid { get; init; }

    [Atomic]
    public IReadOnlyList<long> SupplementalGroups { get; init => field = value ?? []; } = [];
}

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

public sealed record VolumeMountStatus
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string MountPath { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    [Values(typeof(RecursiveReadOnlyMode))]
    public string? RecursiveReadOnly { get; init; }
}

public sealed record PodResourceClaimStatus
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string? ResourceClaimName { get; init; }
}

public sealed record PodIP
{
    /// <summary>An address of the pod.</summary>
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";
}

public sealed record HostIP
{
    /// <summary>An address of the node.</summary>
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";
}
