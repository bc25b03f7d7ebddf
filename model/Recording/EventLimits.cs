namespace Orleans.Kube.Model.Recording;

/// <summary>How much a recorder of events says. The defaults are those of Kubernetes' components.</summary>
public sealed record EventLimits
{
    /// <summary>How many different recent events are remembered, to count repetitions instead of writing new ones.</summary>
    public int Remembered { get; init; } = 4_096;

    /// <summary>From how many messages on, within <see cref="SimilarSpan"/>, events that differ in their message alone become one.</summary>
    public int Similar { get; init; } = 10;

    /// <summary>After how long without any of them similar events are single ones again.</summary>
    public TimeSpan SimilarSpan { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many events one component may record about one object in a row.</summary>
    public int Burst { get; init; } = 25;

    /// <summary>How long until one more is allowed.</summary>
    public TimeSpan Refill { get; init; } = TimeSpan.FromMinutes(5);
}
