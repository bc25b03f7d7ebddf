using Orleans.Kube.Model.Recording;

namespace Orleans.Kube.Grains;

/// <summary>How events are recorded.</summary>
public sealed record EventOptions
{
    /// <summary>How many events may wait to be written; more are dropped, so that recording never holds anything up.</summary>
    public int Waiting { get; init; } = 10_000;

    /// <summary>How many event writes are under way at a time.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>How much is said at all.</summary>
    public EventLimits Limits { get; init; } = new();

    /// <summary>How long an event is kept after it was last seen (Kubernetes: 1 h).</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often old events are looked for.</summary>
    public TimeSpan ExpiryInterval { get; init; } = TimeSpan.FromMinutes(5);
}
