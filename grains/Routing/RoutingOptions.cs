namespace Orleans.Kube.Grains;

/// <summary>How the change router paces itself.</summary>
public sealed record RoutingOptions
{
    /// <summary>How many changes are looked at before the grains that they concern are woken.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>In which time every object that is reconciled is woken once although nothing changed: the safety net, not the main path.</summary>
    public TimeSpan Resync { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>In how many portions a resync is spread over its time.</summary>
    public int ResyncPortions { get; init; } = 60;

    /// <summary>How long the router waits before it starts anew after a failure.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(1);
}
