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

/// <summary>How many pods there should be, and what they run.</summary>
public sealed record ReplicationControllerSpec
{
    /// <summary>How many pods there should be. Default 1.</summary>
    [Default(1)]
    public int? Replicas { get; init; }

    /// <summary>How many seconds a pod must be ready to count as available. Default 0.</summary>
    [Default(0)]
    public int MinReadySeconds { get; init; }

    /// <summary>The labels of its pods. Default: those of the template.</summary>
    [Atomic]
    public IReadOnlyDictionary<string, string> Selector { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>The pod that is made.</summary>
    public PodTemplateSpec? Template { get; init; }
}

/// <summary>How many of the pods there are in each state.</summary>
public sealed record ReplicationControllerStatus
{
    /// <summary>How many pods there are.</summary>
    [AlwaysWritten]
    public int Replicas { get; init; }

    /// <summary>How many pods have all labels of the template.</summary>
    public int FullyLabeledReplicas { get; init; }

    /// <summary>How many pods are ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>How many pods have been ready for minReadySeconds.</summary>
    public int AvailableReplicas { get; init; }

    /// <summary>The generation of the object that this status is about.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>What was last observed of the controller.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<ReplicationControllerCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the controller's state at a time.</summary>
public sealed record ReplicationControllerCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(ReplicationControllerConditionType))]
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
