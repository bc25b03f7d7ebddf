using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

[KubeKind("apps/v1", "DaemonSet")]
public sealed record DaemonSet : KubeObject
{
    public DaemonSetSpec Spec { get; init => field = value ?? new(); } = new();

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
    [AlwaysWritten]
    public LabelSelector? Selector { get; init; }

    [AlwaysWritten]
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();

    public DaemonSetUpdateStrategy UpdateStrategy { get; init => field = value ?? new(); } = new();

    public int MinReadySeconds { get; init; }

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
    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}
