namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The wait before a container's next restart, counted from its end, and when that wait was set.</summary>
public sealed record RestartBackOff(TimeSpan Wait, DateTimeOffset Since)
{
    /// <summary>Whether a container that ended at <paramref name="finished"/> still has to wait; until when. It has not when the clock has been set back since.</summary>
    public static DateTimeOffset? HoldsUntil(RestartBackOff? current, DateTimeOffset finished, DateTimeOffset now, ContainerOptions options)
    {
        if (current is null || current.IsOver(finished, options)) return null;
        var until = finished + current.Wait;
        return until > now && finished <= now ? until : null;
    }

    /// <summary>The wait that applies after a restart at <paramref name="now"/>: twice the last, or the first one when the container had run long enough.</summary>
    public static RestartBackOff Next(RestartBackOff? current, DateTimeOffset finished, DateTimeOffset now, ContainerOptions options)
    {
        if (current is null || current.IsOver(finished, options)) return new RestartBackOff(options.RestartBackOff, now);
        var doubled = current.Wait * 2;
        return new RestartBackOff(doubled < options.LongestRestartBackOff ? doubled : options.LongestRestartBackOff, now);
    }

    private bool IsOver(DateTimeOffset finished, ContainerOptions options) => finished - Since > options.RestartBackOffReset;
}
