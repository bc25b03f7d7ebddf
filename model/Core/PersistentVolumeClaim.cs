using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "PersistentVolumeClaim")]
public sealed record PersistentVolumeClaim : KubeObject
{
    public PersistentVolumeClaimSpec Spec { get; init => field = value ?? new(); } = new();

    public PersistentVolumeClaimStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record PersistentVolumeClaimVolumeSource
{
    [AlwaysWritten]
    public string ClaimName { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }
}

public sealed record PersistentVolumeClaimSpec
{
    [Atomic] [Values(typeof(PersistentVolumeAccessMode))]
    public IReadOnlyList<string> AccessModes { get; init => field = value ?? []; } = [];

    public LabelSelector? Selector { get; init; }

    public VolumeResourceRequirements Resources { get; init => field = value ?? new(); } = new();

    public string VolumeName { get; init => field = value ?? ""; } = "";

    public string? StorageClassName { get; init; }

    [Values(typeof(PersistentVolumeMode))]
    public string? VolumeMode { get; init; }

    public TypedLocalObjectReference? DataSource { get; init; }

    public TypedObjectReference? DataSourceRef { get; init; }

    public string? VolumeAttributesClassName { get; init; }
}

public sealed record TypedObjectReference
{
    [AlwaysWritten] [Optional]
    public string? ApiGroup { get; init; }

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string? Namespace { get; init; }
}

public sealed record ModifyVolumeStatus
{
    public string TargetVolumeAttributesClassName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(PersistentVolumeClaimModifyVolumeStatus))]
    public string Status { get; init => field = value ?? ""; } = "";
}

public sealed record PersistentVolumeClaimCondition
{
    [AlwaysWritten] [Values(typeof(PersistentVolumeClaimConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastProbeTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}

public sealed record PersistentVolumeClaimStatus
{
    [Values(typeof(PersistentVolumeClaimPhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    [Atomic] [Values(typeof(PersistentVolumeAccessMode))]
    public IReadOnlyList<string> AccessModes { get; init => field = value ?? []; } = [];

    public IReadOnlyDictionary<string, Quantity> Capacity { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<PersistentVolumeClaimCondition> Conditions { get; init => field = value ?? []; } = [];

    public IReadOnlyDictionary<string, Quantity> AllocatedResources { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    [Values(typeof(ClaimResourceStatus))]
    public IReadOnlyDictionary<string, string> AllocatedResourceStatuses { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public string? CurrentVolumeAttributesClassName { get; init; }

    public ModifyVolumeStatus? ModifyVolumeStatus { get; init; }
}

public sealed record PersistentVolumeClaimTemplate
{
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public PersistentVolumeClaimSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record VolumeResourceRequirements
{
    public IReadOnlyDictionary<string, Quantity> Limits { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> Requests { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;
}
