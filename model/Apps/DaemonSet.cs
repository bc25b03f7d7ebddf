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

/// <summary>How pods are replaced when the template changes.</summary>
public sealed record DaemonSetUpdateStrategy
{
    /// <summary>RollingUpdate (the default) replaces pods by and by; OnDelete only those that the user deletes.</summary>
    [Values(typeof(DaemonSetUpdateStrategyType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Limits of a rolling update.</summary>
    public RollingUpdateDaemonSet? RollingUpdate { get; init; }
}

/// <summary>Limits of a rolling update.</summary>
public sealed record RollingUpdateDaemonSet
{
    /// <summary>On how many nodes there may be no available pod during the update, as a number or a percentage of the nodes. Default 1.</summary>
    public IntOrString? MaxUnavailable { get; init; }

    /// <summary>On how many nodes a new pod may start before the old one ends, as a number or a percentage of the nodes. Default 0.</summary>
    public IntOrString? MaxSurge { get; init; }
}

/// <summary>Which pod runs on every node.</summary>
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

/// <summary>On how many nodes the pods run.</summary>
public sealed record DaemonSetStatus
{
    /// <summary>On how many of the nodes that need one a pod was placed.</summary>
    [AlwaysWritten]
    public int CurrentNumberScheduled { get; init; }

    /// <summary>On how many nodes a pod runs that should not be there.</summary>
    [AlwaysWritten]
    public int NumberMisscheduled { get; init; }

    /// <summary>How many nodes need a pod.</summary>
    [AlwaysWritten]
    public int DesiredNumberScheduled { get; init; }

    /// <summary>On how many nodes the pod is ready.</summary>
    [AlwaysWritten]
    public int NumberReady { get; init; }

    /// <summary>The generation of the object that this status is about.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>On how many nodes a pod of the newest template was placed.</summary>
    public int UpdatedNumberScheduled { get; init; }

    /// <summary>On how many nodes the pod has been ready for minReadySeconds.</summary>
    public int NumberAvailable { get; init; }

    /// <summary>On how many of the nodes that need one there is no available pod.</summary>
    public int NumberUnavailable { get; init; }

    /// <summary>How often the name of a revision was already taken. It makes the next name another.</summary>
    public int? CollisionCount { get; init; }

    /// <summary>What was last observed of the daemon set.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<DaemonSetCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the daemon set's state at a time.</summary>
public sealed record DaemonSetCondition
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
