using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AutoscalingV1;

/// <summary>Sets the number of a workload's replicas by the cpu that its pods use.</summary>
[KubeKind("autoscaling/v1", "HorizontalPodAutoscaler")]
public sealed record HorizontalPodAutoscaler : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public HorizontalPodAutoscalerSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public HorizontalPodAutoscalerStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>Names the workload whose replicas are set.</summary>
[Atomic]
public sealed record CrossVersionObjectReference
{
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the workload.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string ApiVersion { get; init => field = value ?? ""; } = "";
}

/// <summary>How the number of replicas shall follow the load.</summary>
public sealed record HorizontalPodAutoscalerSpec
{
    /// <summary>The workload whose replicas are set.</summary>
    [AlwaysWritten]
    public CrossVersionObjectReference ScaleTargetRef { get; init => field = value ?? new(); } = new();

    /// <summary>The fewest replicas there may be. Default 1.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>The most replicas there may be. Not less than minReplicas.</summary>
    [AlwaysWritten]
    public int MaxReplicas { get; init; }

    /// <summary>The cpu that all pods together should use, as a percentage of what they request.</summary>
    public int? TargetCPUUtilizationPercentage { get; init; }
}

/// <summary>What the autoscaler last did.</summary>
public sealed record HorizontalPodAutoscalerStatus
{
    /// <summary>The generation of the object that this status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When the number of replicas was last changed.</summary>
    public DateTimeOffset? LastScaleTime { get; init; }

    /// <summary>How many replicas there were when the autoscaler last looked.</summary>
    [AlwaysWritten]
    public int CurrentReplicas { get; init; }

    /// <summary>How many replicas the autoscaler last wanted.</summary>
    [AlwaysWritten]
    public int DesiredReplicas { get; init; }

    /// <summary>The cpu that all pods together use, as a percentage of what they request.</summary>
    public int? CurrentCPUUtilizationPercentage { get; init; }
}
