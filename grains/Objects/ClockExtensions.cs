namespace Orleans.Kube.Grains;

/// <summary>The clock as timestamps of the API show it.</summary>
public static class ClockExtensions
{
    /// <summary>Now, without the fraction of the second that timestamps do not carry.</summary>
    public static DateTimeOffset WholeSeconds(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    /// <summary>A time that goes on evenly however the machine's clock is set, for what is compared with itself alone. Its zero means nothing.</summary>
    public static DateTimeOffset Steady(this TimeProvider time) => DateTimeOffset.UnixEpoch + time.GetElapsedTime(0);
}
