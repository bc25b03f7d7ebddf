namespace Orleans.Kube.Grains.Workloads;

/// <summary>How workload grains pace themselves.</summary>
public sealed record WorkloadOptions
{
    /// <summary>
    /// The least time between two writes of one object's status: what happens in between is written once. This bounds what a rollout costs,
    /// and how long a reader waits for the news.
    /// </summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>While other writes are under way again and again, the status is written at least this often.</summary>
    public TimeSpan StatusDelay { get; init; } = TimeSpan.FromSeconds(1);
}
