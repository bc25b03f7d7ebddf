using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

/// <summary>Keeps a number of equal pods running and replaces them step by step when their template changes.</summary>
[KubeKind("apps/v1", "Deployment")]
public sealed record Deployment : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public DeploymentSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public DeploymentStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>How many pods are wanted, from which template, and how they are replaced.</summary>
public sealed record DeploymentSpec
{
    /// <summary>How many pods are wanted. 1 by default.</summary>
    public int? Replicas { get; init; }

    /// <summary>Which pods belong to the deployment. Fixed once it exists.</summary>
    [AlwaysWritten]
    public LabelSelector? Selector { get; init; }

    /// <summary>The pods that are wanted. A change of it starts a rollout.</summary>
    [AlwaysWritten]
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();

    /// <summary>How old pods are replaced by new ones.</summary>
    [PatchRetainKeys]
    public DeploymentStrategy Strategy { get; init => field = value ?? new(); } = new();

    /// <summary>How long a new pod must be ready before it counts as available.</summary>
    public int MinReadySeconds { get; init; }

    /// <summary>How many old replica sets are kept for going back. 10 by default.</summary>
    public int? RevisionHistoryLimit { get; init; }

    /// <summary>Whether changes of the template wait.</summary>
    public bool Paused { get; init; }

    /// <summary>How long a rollout may stand still before it is reported as failed. 10 minutes by default.</summary>
    public int? ProgressDeadlineSeconds { get; init; }
}

/// <summary>How pods are replaced when the template changes.</summary>
public sealed record DeploymentStrategy
{
    /// <summary>RollingUpdate replaces pods step by step, Recreate removes the old ones first.</summary>
    [Values(typeof(DeploymentStrategyType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The size of the steps.</summary>
    public RollingUpdateDeployment? RollingUpdate { get; init; }
}

/// <summary>Limits of a rolling update.</summary>
public sealed record RollingUpdateDeployment
{
    /// <summary>How many pods, or what share of them, may be missing meanwhile. 25% by default.</summary>
    public IntOrString? MaxUnavailable { get; init; }

    /// <summary>How many pods, or what share of them, may be there in addition meanwhile. 25% by default.</summary>
    public IntOrString? MaxSurge { get; init; }
}

/// <summary>How far a deployment has come.</summary>
public sealed record DeploymentStatus
{
    /// <summary>The generation that this status is about.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>How many pods there are.</summary>
    public int Replicas { get; init; }

    /// <summary>How many of them are of the latest template.</summary>
    public int UpdatedReplicas { get; init; }

    /// <summary>How many of them are ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>How many of them have been ready long enough.</summary>
    public int AvailableReplicas { get; init; }

    /// <summary>How many are missing until all are available.</summary>
    public int UnavailableReplicas { get; init; }

    /// <summary>How many are on their way out.</summary>
    public int? TerminatingReplicas { get; init; }

    /// <summary>Findings such as whether the rollout makes progress.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<DeploymentCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>How often the name of a new replica set was taken already.</summary>
    public int? CollisionCount { get; init; }
}

/// <summary>One aspect of the deployment's state at a time.</summary>
public sealed record DeploymentCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(DeploymentConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When anything about it was last written.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
