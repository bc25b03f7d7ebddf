using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

/// <summary>Keeps a number of equal pods running.</summary>
[KubeKind("apps/v1", "ReplicaSet")]
public sealed record ReplicaSet : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ReplicaSetSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ReplicaSetStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>How many pods are wanted and from which template.</summary>
public sealed record ReplicaSetSpec
{
    /// <summary>How many pods are wanted. 1 by default.</summary>
    public int? Replicas { get; init; }

    /// <summary>How long a new pod must be ready before it counts as available.</summary>
    public int MinReadySeconds { get; init; }

    /// <summary>Which pods belong to the set. Fixed once it exists.</summary>
    [AlwaysWritten]
    public LabelSelector? Selector { get; init; }

    /// <summary>The pods that are made when some are missing.</summary>
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();
}

/// <summary>How many pods there are.</summary>
public sealed record ReplicaSetStatus
{
    /// <summary>How many pods there are.</summary>
    [AlwaysWritten]
    public int Replicas { get; init; }

    /// <summary>How many of them have all labels of the template.</summary>
    public int FullyLabeledReplicas { get; init; }

    /// <summary>How many of them are ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>How many of them have been ready long enough.</summary>
    public int AvailableReplicas { get; init; }

    /// <summary>How many are on their way out.</summary>
    public int? TerminatingReplicas { get; init; }

    /// <summary>The generation that this status is about.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Findings, such as pods that could not be created.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<ReplicaSetCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the replica set's state at a time.</summary>
public sealed record ReplicaSetCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(ReplicaSetConditionType))]
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
