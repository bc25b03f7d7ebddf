using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AutoscalingV1;

/// <summary>How many replicas a workload has and should have.</summary>
[KubeKind("autoscaling/v1", "Scale")]
public sealed record Scale : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ScaleSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ScaleStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The number of replicas that is wanted.</summary>
public sealed record ScaleSpec
{
    /// <summary>How many replicas there should be.</summary>
    public int Replicas { get; init; }
}

/// <summary>The number of replicas that was last observed.</summary>
public sealed record ScaleStatus
{
    /// <summary>How many replicas there are.</summary>
    [AlwaysWritten]
    public int Replicas { get; init; }

    /// <summary>The label selector of the replicas as a text, as in a query.</summary>
    public string Selector { get; init => field = value ?? ""; } = "";
}
