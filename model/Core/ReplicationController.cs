using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "ReplicationController")]
public sealed record ReplicationController : KubeObject
{
    public ReplicationControllerSpec Spec { get; init => field = value ?? new(); } = new();

    public ReplicationControllerStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record ReplicationControllerSpec
{
    public int? Replicas { get; init; }

    public int MinReadySeconds { get; init; }

    [Atomic]
    public IReadOnlyDictionary<string, string> Selector { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public PodTemplateSpec? Template { get; init; }
}

public sealed record ReplicationControllerStatus
{
    [AlwaysWritten]
    public int Replicas { get; init; }

    public int FullyLabeledReplicas { get; init; }

    public int ReadyReplicas { get; init; }

    public int AvailableReplicas { get; init; }

    public long ObservedGeneration { get; init; }

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<ReplicationControllerCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record ReplicationControllerCondition
{
    [AlwaysWritten] [Values(typeof(ReplicationControllerConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}
