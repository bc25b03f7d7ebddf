using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Autoscaling;

/// <summary>Sets the number of a workload's replicas by the metrics that it names.</summary>
[KubeKind("autoscaling/v2", "HorizontalPodAutoscaler")]
public sealed record HorizontalPodAutoscaler : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public HorizontalPodAutoscalerSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public HorizontalPodAutoscalerStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>How the number of replicas shall follow the metrics.</summary>
public sealed record HorizontalPodAutoscalerSpec
{
    /// <summary>The workload whose replicas are set, and whose pods are measured.</summary>
    [AlwaysWritten]
    public CrossVersionObjectReference ScaleTargetRef { get; init => field = value ?? new(); } = new();

    /// <summary>The fewest replicas there may be. Default 1.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>The most replicas there may be. Not less than minReplicas.</summary>
    [AlwaysWritten]
    public int MaxReplicas { get; init; }

    /// <summary>What is measured. The metric that asks for the most replicas decides. Default: 80 percent of the requested cpu.</summary>
    [Atomic]
    public IReadOnlyList<MetricSpec> Metrics { get; init => field = value ?? []; } = [];

    /// <summary>How fast the number may change.</summary>
    public HorizontalPodAutoscalerBehavior? Behavior { get; init; }
}

/// <summary>Names an object whatever the version of its API.</summary>
public sealed record CrossVersionObjectReference
{
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the object.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string ApiVersion { get; init => field = value ?? ""; } = "";
}

/// <summary>How fast the number of replicas may grow and shrink.</summary>
public sealed record HorizontalPodAutoscalerBehavior
{
    /// <summary>Limits on growth. By default the higher of 4 pods or 100 percent in 15 seconds, without a window.</summary>
    public HPAScalingRules? ScaleUp { get; init; }

    /// <summary>Limits on shrinking. By default down to minReplicas at once, with a window of 300 seconds.</summary>
    public HPAScalingRules? ScaleDown { get; init; }
}

/// <summary>How fast the number of replicas may change in one direction.</summary>
public sealed record HPAScalingRules
{
    /// <summary>How many seconds of past recommendations are considered before the number changes. Default 0 upwards and 300 downwards; at most 3600.</summary>
    public int? StabilizationWindowSeconds { get; init; }

    [Values(typeof(ScalingPolicySelect))]
    public string? SelectPolicy { get; init; }

    /// <summary>Limits on the change. Without any, the defaults hold.</summary>
    [Atomic]
    public IReadOnlyList<HPAScalingPolicy> Policies { get; init => field = value ?? []; } = [];

    /// <summary>How much the metric may differ from its target before the number changes, as a fraction. Default: that of the control plane, 0.1.</summary>
    public Quantity? Tolerance { get; init; }
}

/// <summary>One limit on how much may change in a while.</summary>
public sealed record HPAScalingPolicy
{
    [AlwaysWritten] [Values(typeof(HPAScalingPolicyType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>How much may change in the period, in pods or percent. More than zero.</summary>
    [AlwaysWritten]
    public int Value { get; init; }

    /// <summary>The length of the period in seconds. More than zero, at most 1800.</summary>
    [AlwaysWritten]
    public int PeriodSeconds { get; init; }
}

/// <summary>What the autoscaler last saw and did.</summary>
public sealed record HorizontalPodAutoscalerStatus
{
    /// <summary>The generation of the object that this status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When the number of replicas was last changed.</summary>
    public DateTimeOffset? LastScaleTime { get; init; }

    /// <summary>How many replicas there were when the autoscaler last looked.</summary>
    public int CurrentReplicas { get; init; }

    /// <summary>How many replicas the autoscaler last wanted.</summary>
    [AlwaysWritten]
    public int DesiredReplicas { get; init; }

    /// <summary>The last values of the metrics.</summary>
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<MetricStatus> CurrentMetrics { get; init => field = value ?? []; } = [];

    /// <summary>Whether the autoscaler can scale, and whether it is held by its limits.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<HorizontalPodAutoscalerCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the autoscaler's state at a time.</summary>
public sealed record HorizontalPodAutoscalerCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(Autoscaling.HorizontalPodAutoscalerConditionType))]
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
