using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

[KubeKind("apps/v1", "StatefulSet")]
public sealed record StatefulSet : KubeObject
{
    public StatefulSetSpec Spec { get; init => field = value ?? new(); } = new();

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
    public int? Replicas { get; init; }

    [AlwaysWritten]
    public LabelSelector? Selector { get; init; }

    [AlwaysWritten]
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<PersistentVolumeClaim> VolumeClaimTemplates { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [Optional]
    public string ServiceName { get; init => field = value ?? ""; } = "";

    [Values(typeof(PodManagementPolicyType))]
    public string PodManagementPolicy { get; init => field = value ?? ""; } = "";

    public StatefulSetUpdateStrategy UpdateStrategy { get; init => field = value ?? new(); } = new();

    public int? RevisionHistoryLimit { get; init; }

    public int MinReadySeconds { get; init; }

    public StatefulSetPersistentVolumeClaimRetentionPolicy? PersistentVolumeClaimRetentionPolicy { get; init; }

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
    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}
