using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

/// <summary>Keeps one pod running on every node that matches.</summary>
[KubeKind("apps/v1", "DaemonSet")]
public sealed record DaemonSet : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public DaemonSetSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public DaemonSetStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record DaemonSetUpdateStrategy
{
    [Values(typeof(DaemonSetUpdateStrategyType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public RollingUpdateDaemonSet? RollingUpdate { get; init; }
}

public sealed record RollingUpdateDaemonSet
{
    public IntOrString? MaxUnavailable { get; init; }

    public IntOrString? MaxSurge { get; init; }
}

public sealed record DaemonSetSpec
{
    /// <summary>Which pods belong to the set. Fixed once it exists.</summary>
    [AlwaysWritten]
    public LabelSelector? Selector { get; init; }

    /// <summary>The pod that runs on every matching node.</summary>
    [AlwaysWritten]
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();

    /// <summary>How pods are replaced when the template changes.</summary>
    public DaemonSetUpdateStrategy UpdateStrategy { get; init => field = value ?? new(); } = new();

    /// <summary>How long a new pod must be ready before it counts as available.</summary>
    public int MinReadySeconds { get; init; }

    /// <summary>How many old templates are kept. 10 by default.</summary>
    public int? RevisionHistoryLimit { get; init; }
}

public sealed record DaemonSetStatus
{
    [AlwaysWritten]
    public int CurrentNumberScheduled { get; init; }

    [AlwaysWritten]
    public int NumberMisscheduled { get; init; }

    [AlwaysWritten]
    public int DesiredNumberScheduled { get; init; }

    [AlwaysWritten]
    public int NumberReady { get; init; }

    public long ObservedGeneration { get; init; }

    public int UpdatedNumberScheduled { get; init; }

    public int NumberAvailable { get; init; }

    public int NumberUnavailable { get; init; }

    public int? CollisionCount { get; init; }

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<DaemonSetCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record DaemonSetCondition
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
