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

public sealed record StatefulSetUpdateStrategy
{
    [Values(typeof(StatefulSetUpdateStrategyType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public RollingUpdateStatefulSetStrategy? RollingUpdate { get; init; }
}

public sealed record RollingUpdateStatefulSetStrategy
{
    public int? Partition { get; init; }

    public IntOrString? MaxUnavailable { get; init; }
}

public sealed record StatefulSetPersistentVolumeClaimRetentionPolicy
{
    [Values(typeof(PersistentVolumeClaimRetentionPolicyType))]
    public string WhenDeleted { get; init => field = value ?? ""; } = "";

    [Values(typeof(PersistentVolumeClaimRetentionPolicyType))]
    public string WhenScaled { get; init => field = value ?? ""; } = "";
}

public sealed record StatefulSetOrdinals
{
    [AlwaysWritten] [Optional]
    public int Start { get; init; }
}

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

public sealed record StatefulSetStatus
{
    public long ObservedGeneration { get; init; }

    [AlwaysWritten]
    public int Replicas { get; init; }

    public int ReadyReplicas { get; init; }

    public int CurrentReplicas { get; init; }

    public int UpdatedReplicas { get; init; }

    public string CurrentRevision { get; init => field = value ?? ""; } = "";

    public string UpdateRevision { get; init => field = value ?? ""; } = "";

    public int? CollisionCount { get; init; }

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<StatefulSetCondition> Conditions { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [Optional]
    public int AvailableReplicas { get; init; }
}

public sealed record StatefulSetCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
