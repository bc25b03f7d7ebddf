using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

/// <summary>Keeps numbered pods running, each with a name and storage of its own.</summary>
[KubeKind("apps/v1", "StatefulSet")]
public sealed record StatefulSet : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public StatefulSetSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public StatefulSetStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>How pods are replaced when the template changes.</summary>
public sealed record StatefulSetUpdateStrategy
{
    /// <summary>RollingUpdate (the default) replaces pods from the highest number down; OnDelete only those that the user deletes.</summary>
    [Values(typeof(StatefulSetUpdateStrategyType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Limits of a rolling update.</summary>
    public RollingUpdateStatefulSetStrategy? RollingUpdate { get; init; }
}

/// <summary>Limits of a rolling update.</summary>
public sealed record RollingUpdateStatefulSetStrategy
{
    /// <summary>Pods with this ordinal or a higher one are updated; those below keep their revision. Default 0.</summary>
    public int? Partition { get; init; }

    /// <summary>How many pods may be unavailable during the update, as a number or a percentage. Default 1.</summary>
    public IntOrString? MaxUnavailable { get; init; }
}

/// <summary>What becomes of the claims made from the templates.</summary>
public sealed record StatefulSetPersistentVolumeClaimRetentionPolicy
{
    [Values(typeof(PersistentVolumeClaimRetentionPolicyType))]
    public string WhenDeleted { get; init => field = value ?? ""; } = "";

    [Values(typeof(PersistentVolumeClaimRetentionPolicyType))]
    public string WhenScaled { get; init => field = value ?? ""; } = "";
}

/// <summary>Where the numbers of the pods begin.</summary>
public sealed record StatefulSetOrdinals
{
    /// <summary>The number of the first pod. Default 0.</summary>
    [AlwaysWritten] [Optional]
    public int Start { get; init; }
}

/// <summary>How many pods with names of their own there are, and what they run.</summary>
public sealed record StatefulSetSpec
{
    /// <summary>How many pods are wanted. 1 by default.</summary>
    public int? Replicas { get; init; }

    /// <summary>Which pods belong to the set. Fixed once it exists.</summary>
    [AlwaysWritten]
    public LabelSelector? Selector { get; init; }

    /// <summary>The pods that are wanted.</summary>
    [AlwaysWritten]
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();

    /// <summary>Claims that every pod gets for itself and keeps.</summary>
    [Atomic]
    public IReadOnlyList<PersistentVolumeClaim> VolumeClaimTemplates { get; init => field = value ?? []; } = [];

    /// <summary>The service that gives the pods their names in DNS.</summary>
    [AlwaysWritten] [Optional]
    public string ServiceName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether pods start one after the other or all at once.</summary>
    [Values(typeof(PodManagementPolicyType))]
    public string PodManagementPolicy { get; init => field = value ?? ""; } = "";

    /// <summary>How pods are replaced when the template changes.</summary>
    public StatefulSetUpdateStrategy UpdateStrategy { get; init => field = value ?? new(); } = new();

    /// <summary>How many old templates are kept. 10 by default.</summary>
    public int? RevisionHistoryLimit { get; init; }

    /// <summary>How long a new pod must be ready before it counts as available.</summary>
    public int MinReadySeconds { get; init; }

    /// <summary>What happens to the claims when pods or the set go.</summary>
    public StatefulSetPersistentVolumeClaimRetentionPolicy? PersistentVolumeClaimRetentionPolicy { get; init; }

    /// <summary>Where the numbers of the pods start.</summary>
    public StatefulSetOrdinals? Ordinals { get; init; }
}

/// <summary>How many of the pods there are in each state.</summary>
public sealed record StatefulSetStatus
{
    /// <summary>The generation of the object that this status is about.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>How many pods there are.</summary>
    [AlwaysWritten]
    public int Replicas { get; init; }

    /// <summary>How many pods are ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>How many pods are of the current revision.</summary>
    public int CurrentReplicas { get; init; }

    /// <summary>How many pods are of the update revision.</summary>
    public int UpdatedReplicas { get; init; }

    /// <summary>The revision of the pods that are not yet updated.</summary>
    public string CurrentRevision { get; init => field = value ?? ""; } = "";

    /// <summary>The revision to which the pods are brought.</summary>
    public string UpdateRevision { get; init => field = value ?? ""; } = "";

    /// <summary>How often the name of a revision was already taken. It makes the next name another.</summary>
    public int? CollisionCount { get; init; }

    /// <summary>What was last observed of the stateful set.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<StatefulSetCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>How many pods have been ready for minReadySeconds.</summary>
    [AlwaysWritten] [Optional]
    public int AvailableReplicas { get; init; }
}

/// <summary>One aspect of the stateful set's state at a time.</summary>
public sealed record StatefulSetCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
