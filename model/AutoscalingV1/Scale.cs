using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AutoscalingV1;

[KubeKind("autoscaling/v1", "Scale")]
public sealed record Scale : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ScaleSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ScaleStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record ScaleSpec
{
    public int Replicas { get; init; }
}

public sealed record ScaleStatus
{
    [AlwaysWritten]
    public int Replicas { get; init; }

    public string Selector { get; init => field = value ?? ""; } = "";
}
