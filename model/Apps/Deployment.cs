using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

[KubeKind("apps/v1", "Deployment")]
public sealed record Deployment : KubeObject
{
    public DeploymentSpec Spec { get; init => field = value ?? new(); } = new();

    public DeploymentStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record DeploymentSpec
{
    public int? Replicas { get; init; }

    [AlwaysWritten]
    public LabelSelector? Selector { get; init; }

    [AlwaysWritten]
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();

    [PatchRetainKeys]
    public DeploymentStrategy Strategy { get; init => field = value ?? new(); } = new();

    public int MinReadySeconds { get; init; }

    public int? RevisionHistoryLimit { get; init; }

    public bool Paused { get; init; }

    public int? ProgressDeadlineSeconds { get; init; }
}

public sealed record DeploymentStrategy
{
    [Values(typeof(DeploymentStrategyType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public RollingUpdateDeployment? RollingUpdate { get; init; }
}

public sealed record RollingUpdateDeployment
{
    public IntOrString? MaxUnavailable { get; init; }

    public IntOrString? MaxSurge { get; init; }
}

public sealed record DeploymentStatus
{
    public long ObservedGeneration { get; init; }

    public int Replicas { get; init; }

    public int UpdatedReplicas { get; init; }

    public int ReadyReplicas { get; init; }

    public int AvailableReplicas { get; init; }

    public int UnavailableReplicas { get; init; }

    public int? TerminatingReplicas { get; init; }

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<DeploymentCondition> Conditions { get; init => field = value ?? []; } = [];

    public int? CollisionCount { get; init; }
}

public sealed record DeploymentCondition
{
    [AlwaysWritten] [Values(typeof(DeploymentConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastUpdateTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}
