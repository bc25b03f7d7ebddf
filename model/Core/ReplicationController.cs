using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>The predecessor of ReplicaSet.</summary>
[KubeKind("v1", "ReplicationController")]
public sealed record ReplicationController : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ReplicationControllerSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
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
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(ReplicationControllerConditionType))]
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
