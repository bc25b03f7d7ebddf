using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

[KubeKind("apps/v1", "ReplicaSet")]
public sealed record ReplicaSet : KubeObject
{
    public ReplicaSetSpec Spec { get; init => field = value ?? new(); } = new();

    public ReplicaSetStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record ReplicaSetSpec
{
    public int? Replicas { get; init; }

    public int MinReadySeconds { get; init; }

    [AlwaysWritten]
    public LabelSelector? Selector { get; init; }

    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();
}

public sealed record ReplicaSetStatus
{
    [AlwaysWritten]
    public int Replicas { get; init; }

    public int FullyLabeledReplicas { get; init; }

    public int ReadyReplicas { get; init; }

    public int AvailableReplicas { get; init; }

    public int? TerminatingReplicas { get; init; }

    public long ObservedGeneration { get; init; }

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<ReplicaSetCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record ReplicaSetCondition
{
    [AlwaysWritten] [Values(typeof(ReplicaSetConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}
