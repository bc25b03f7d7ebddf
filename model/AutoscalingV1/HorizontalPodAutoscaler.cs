using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AutoscalingV1;

[KubeKind("autoscaling/v1", "HorizontalPodAutoscaler")]
public sealed record HorizontalPodAutoscaler : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public HorizontalPodAutoscalerSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public HorizontalPodAutoscalerStatus Status { get; init => field = value ?? new(); } = new();
}

[Atomic]
public sealed record CrossVersionObjectReference
{
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string ApiVersion { get; init => field = value ?? ""; } = "";
}

public sealed record HorizontalPodAutoscalerSpec
{
    [AlwaysWritten]
    public CrossVersionObjectReference ScaleTargetRef { get; init => field = value ?? new(); } = new();

    public int? MinReplicas { get; init; }

    [AlwaysWritten]
    public int MaxReplicas { get; init; }

    public int? TargetCPUUtilizationPercentage { get; init; }
}

public sealed record HorizontalPodAutoscalerStatus
{
    public long? ObservedGeneration { get; init; }

    public DateTimeOffset? LastScaleTime { get; init; }

    [AlwaysWritten]
    public int CurrentReplicas { get; init; }

    [AlwaysWritten]
    public int DesiredReplicas { get; init; }

    public int? CurrentCPUUtilizationPercentage { get; init; }
}
