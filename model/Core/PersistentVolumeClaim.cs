using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>A request for storage, and the volume that fulfils it.</summary>
[KubeKind("v1", "PersistentVolumeClaim")]
public sealed record PersistentVolumeClaim : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public PersistentVolumeClaimSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public PersistentVolumeClaimStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record PersistentVolumeClaimVolumeSource
{
    /// <summary>The name of a claim in the same namespace.</summary>
    [AlwaysWritten]
    public string ClaimName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the pod may only read.</summary>
    public bool ReadOnly { get; init; }
}

public sealed record PersistentVolumeClaimSpec
{
    /// <summary>How many nodes may use it at once, and whether to write.</summary>
    [Atomic] [Values(typeof(PersistentVolumeAccessMode))]
    public IReadOnlyList<string> AccessModes { get; init => field = value ?? []; } = [];

    /// <summary>Labels of the volumes that may be bound.</summary>
    public LabelSelector? Selector { get; init; }

    /// <summary>How much storage is needed.</summary>
    public VolumeResourceRequirements Resources { get; init => field = value ?? new(); } = new();

    /// <summary>The volume that the claim is bound to.</summary>
    public string VolumeName { get; init => field = value ?? ""; } = "";

    /// <summary>The class that the storage must have.</summary>
    public string? StorageClassName { get; init; }

    /// <summary>Files, or a block device.</summary>
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

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(PersistentVolumeClaimModifyVolumeStatus))]
    public string Status { get; init => field = value ?? ""; } = "";
}

public sealed record PersistentVolumeClaimCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(PersistentVolumeClaimConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When it was last checked.</summary>
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
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
    /// <summary>Name, labels, owners and everything else that all objects have.</summary>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public PersistentVolumeClaimSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record VolumeResourceRequirements
{
    public IReadOnlyDictionary<string, Quantity> Limits { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public IReadOnlyDictionary<string, Quantity> Requests { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;
}
