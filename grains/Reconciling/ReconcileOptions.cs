namespace Orleans.Kube.Grains;

/// <summary>How grains that bring the world in line with their object pace themselves.</summary>
public sealed record ReconcileOptions
{
    /// <summary>The wait after a first failed reconciliation; it doubles with each further one.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait after failures.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How much of a wait is left to chance, so that what failed together does not come back together: 0 to 1.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>How many writes to other objects one reconciliation has under way at a time.</summary>
    public int Parallelism { get; init; } = 64;

    /// <summary>After this time a queued reconciliation counts as lost and is queued again.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation stays after the time it waits for.</summary>
    public TimeSpan StayAfterDue { get; init; } = TimeSpan.FromMinutes(1);
}
