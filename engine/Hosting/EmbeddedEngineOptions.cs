namespace Orleans.Kube.Engine;

/// <summary>How the embedded engine behaves. Spans are of the silo's <see cref="TimeProvider"/>.</summary>
public sealed record EmbeddedEngineOptions
{
    /// <summary>How long a caller waits before it gets a <see cref="TimeoutException"/>; the call may go on running.
    /// <see cref="Timeout.InfiniteTimeSpan"/> for ever. It comes up to two <see cref="SweepPeriod"/>s late, never early.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nobody must have called an activation for it to be collected. <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public TimeSpan IdleAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often late calls and idle activations are looked for.</summary>
    public TimeSpan SweepPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many activations a sweep looks at; the next sweep goes on where it stopped.</summary>
    public int SweepBatch { get; init; } = 4096;

    /// <summary>How long reading the state and OnActivateAsync may take together.</summary>
    public TimeSpan ActivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an ending activation waits for its running calls, and then for OnDeactivateAsync.</summary>
    public TimeSpan DeactivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the silo starts and stops with the host. Otherwise whoever wants it running calls
    /// <see cref="EmbeddedSilo.StartAsync"/> and <see cref="EmbeddedSilo.StopAsync"/>, for instance while it holds a lease.</summary>
    public bool StartWithHost { get; init; } = true;
}
