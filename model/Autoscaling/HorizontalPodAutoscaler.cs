using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Autoscaling;

[KubeKind("autoscaling/v2", "HorizontalPodAutoscaler")]
public sealed record HorizontalPodAutoscaler : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public HorizontalPodAutoscalerSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public HorizontalPodAutoscalerStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record HorizontalPodAutoscalerSpec
{
    [AlwaysWritten]
    public CrossVersionObjectReference ScaleTargetRef { get; init => field = value ?? new(); } = new();

    public int? MinReplicas { get; init; }

    [AlwaysWritten]
    public int MaxReplicas { get; init; }

    [Atomic]
    public IReadOnlyList<MetricSpec> Metrics { get; init => field = value ?? []; } = [];

    public HorizontalPodAutoscalerBehavior? Behavior { get; init; }
}

public sealed record CrossVersionObjectReference
{
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string ApiVersion { get; init => field = value ?? ""; } = "";
}

public sealed record HorizontalPodAutoscalerBehavior
{
    public HPAScalingRules? ScaleUp { get; init; }

    public HPAScalingRules? ScaleDown { get; init; }
}

public sealed record HPAScalingRules
{
    public int? StabilizationWindowSeconds { get; init; }

    [Values(typeof(ScalingPolicySelect))]
    public string? SelectPolicy { get; init; }

    [Atomic]
    public IReadOnlyList<HPAScalingPolicy> Policies { get; init => field = value ?? []; } = [];

    public Quantity? Tolerance { get; init; }
}

public sealed record HPAScalingPolicy
{
    [AlwaysWritten] [Values(typeof(HPAScalingPolicyType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public int Value { get; init; }

    [AlwaysWritten]
    public int PeriodSeconds { get; init; }
}

public sealed record HorizontalPodAutoscalerStatus
{
    public long? ObservedGeneration { get; init; }

    public DateTimeOffset? LastScaleTime { get; init; }

    public int CurrentReplicas { get; init; }

    [AlwaysWritten]
    public int DesiredReplicas { get; init; }

    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<MetricStatus> CurrentMetrics { get; init => field = value ?? []; } = [];

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<HorizontalPodAutoscalerCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record HorizontalPodAutoscalerCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(Autoscaling.HorizontalPodAutoscalerConditionType))]
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
