namespace Orleans.Kube.Grains;

/// <summary>When pods are removed although nobody asked.</summary>
public sealed record PodSweepOptions
{
    /// <summary>How often such pods are looked for (Kubernetes: 20 s).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many finished pods may stay (Kubernetes, <c>--terminated-pod-gc-threshold</c>: 12,500).</summary>
    public int MostFinished { get; init; } = 12_500;

    /// <summary>How many are removed at a time.</summary>
    public int Parallelism { get; init; } = 16;
}
