namespace Orleans.Kube.Grains;

/// <summary>How events are recorded.</summary>
public sealed record EventOptions
{
    /// <summary>How many events may wait to be written; more are dropped, so that recording never holds anything up.</summary>
    public int Waiting { get; init; } = 10_000;

    /// <summary>How many event writes are under way at a time.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>How many different recent events are remembered, to count repetitions instead of writing new ones.</summary>
    public int Remembered { get; init; } = 4_096;

    /// <summary>How long a repetition counts as one.</summary>
    public TimeSpan RepetitionSpan { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many events one component may record about one object in a row (Kubernetes: 25).</summary>
    public int Burst { get; init; } = 25;

    /// <summary>How long until one more is allowed (Kubernetes: 5 min).</summary>
    public TimeSpan Refill { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an event is kept after it was last seen (Kubernetes: 1 h).</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often old events are looked for.</summary>
    public TimeSpan ExpiryInterval { get; init; } = TimeSpan.FromMinutes(5);
}
