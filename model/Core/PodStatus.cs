namespace Orleans.Kube.Model.Core;

public sealed record PodStatus
{
    public long ObservedGeneration { get; init; }

    [Values(typeof(PodPhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<PodCondition> Conditions { get; init => field = value ?? []; } = [];

    public string Message { get; init => field = value ?? ""; } = "";

    public string Reason { get; init => field = value ?? ""; } = "";

    public string NominatedNodeName { get; init => field = value ?? ""; } = "";

    public string HostIP { get; init => field = value ?? ""; } = "";

    [Atomic] [PatchMerge("ip")]
    public IReadOnlyList<HostIP> HostIPs { get; init => field = value ?? []; } = [];

    public string PodIP { get; init => field = value ?? ""; } = "";

    [ListMap("ip")] [PatchMerge("ip")]
    public IReadOnlyList<PodIP> PodIPs { get; init => field = value ?? []; } = [];

    public DateTimeOffset? StartTime { get; init; }

    [Atomic]
    public IReadOnlyList<ContainerStatus> InitContainerStatuses { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<ContainerStatus> ContainerStatuses { get; init => field = value ?? []; } = [];

    [Values(typeof(PodQOSClass))]
    public string QosClass { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<ContainerStatus> EphemeralContainerStatuses { get; init => field = value ?? []; } = [];

    [Values(typeof(PodResizeStatus))]
    public string Resize { get; init => field = value ?? ""; } = "";

    [ListMap("name")] [PatchMerge("name")] [PatchRetainKeys]
    public IReadOnlyList<PodResourceClaimStatus> ResourceClaimStatuses { get; init => field = value ?? []; } = [];
}

public sealed record ContainerStateWaiting
{
    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}

public sealed record ContainerStateRunning
{
    public DateTimeOffset? StartedAt { get; init; }
}

public sealed record ContainerStateTerminated
{
    [AlwaysWritten]
    public int ExitCode { get; init; }

    public int Signal { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string ContainerID { get; init => field = value ?? ""; } = "";
}

public sealed record ContainerState
{
    public ContainerStateWaiting? Waiting { get; init; }

    public ContainerStateRunning? Running { get; init; }

    public ContainerStateTerminated? Terminated { get; init; }
}

public sealed record ContainerStatus
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public ContainerState State { get; init => field = value ?? new(); } = new();

    public ContainerState LastState { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public bool Ready { get; init; }

    [AlwaysWritten]
    public int RestartCount { get; init; }

    [AlwaysWritten]
    public string Image { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string ImageID { get; init => field = value ?? ""; } = "";

    public string ContainerID { get; init => field = value ?? ""; } = "";

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
    [AlwaysWritten] [Values(typeof(PodConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public long ObservedGeneration { get; init; }

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastProbeTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

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
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";
}

public sealed record HostIP
{
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";
}
