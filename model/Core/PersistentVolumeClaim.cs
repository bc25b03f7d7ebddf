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

/// <summary>A claim of the same namespace.</summary>
public sealed record PersistentVolumeClaimVolumeSource
{
    /// <summary>The name of a claim in the same namespace.</summary>
    [AlwaysWritten]
    public string ClaimName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the pod may only read.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>What storage is asked for.</summary>
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

    /// <summary>The snapshot or claim with which the volume is filled.</summary>
    public TypedLocalObjectReference? DataSource { get; init; }

    /// <summary>The object with which the volume is filled. It may be of any kind.</summary>
    public TypedObjectReference? DataSourceRef { get; init; }

    /// <summary>The class of attributes that can be changed later.</summary>
    public string? VolumeAttributesClassName { get; init; }
}

/// <summary>An object of any kind.</summary>
public sealed record TypedObjectReference
{
    /// <summary>Group of the object. None: the core group.</summary>
    [AlwaysWritten] [Optional]
    public string? ApiGroup { get; init; }

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the object.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Namespace of the object. Empty: the same.</summary>
    public string? Namespace { get; init; }
}

/// <summary>How far a change of a volume's attributes class is.</summary>
public sealed record ModifyVolumeStatus
{
    /// <summary>The class that is aimed at.</summary>
    public string TargetVolumeAttributesClassName { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(PersistentVolumeClaimModifyVolumeStatus))]
    public string Status { get; init => field = value ?? ""; } = "";
}

/// <summary>One aspect of the claim's state at a time.</summary>
public sealed record PersistentVolumeClaimCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(PersistentVolumeClaimConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

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

/// <summary>What the claim got.</summary>
public sealed record PersistentVolumeClaimStatus
{
    /// <summary>Pending, Bound, or Lost where the volume is gone.</summary>
    [Values(typeof(PersistentVolumeClaimPhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    /// <summary>How the volume can be mounted.</summary>
    [Atomic] [Values(typeof(PersistentVolumeAccessMode))]
    public IReadOnlyList<string> AccessModes { get; init => field = value ?? []; } = [];

    /// <summary>The room that the volume has.</summary>
    public IReadOnlyDictionary<string, Quantity> Capacity { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>How far an expansion or a change is.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<PersistentVolumeClaimCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>The room that is set aside for it; more than capacity while it is being expanded.</summary>
    public IReadOnlyDictionary<string, Quantity> AllocatedResources { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>How far the expansion of each resource is.</summary>
    [Values(typeof(ClaimResourceStatus))] [Granular]
    public IReadOnlyDictionary<string, string> AllocatedResourceStatuses { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>The class of attributes that the volume has.</summary>
    public string? CurrentVolumeAttributesClassName { get; init; }

    /// <summary>How far a change of the attributes class is.</summary>
    public ModifyVolumeStatus? ModifyVolumeStatus { get; init; }
}

/// <summary>The claim that is made for a pod.</summary>
public sealed record PersistentVolumeClaimTemplate
{
    /// <summary>Name, labels, owners and everything else that all objects have.</summary>
    [AlwaysWritten] [Optional]
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public PersistentVolumeClaimSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>How much storage is asked for.</summary>
public sealed record VolumeResourceRequirements
{
    /// <summary>The most that is wanted.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>The least that is needed.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;
}
