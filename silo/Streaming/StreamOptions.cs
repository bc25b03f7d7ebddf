namespace Orleans.Kube.Silo.Streaming;

/// <summary>Bounds of the connections to nodes.</summary>
public sealed record StreamOptions
{
    /// <summary>How long a request waits for its node's agent to open a tunnel. Agents keep idle ones, so a wait means that the agent is away.</summary>
    public TimeSpan TunnelPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Tunnels, idle and in use, that one node may have open; each stream takes one.</summary>
    public int TunnelsPerNode { get; init; } = 512;

    /// <summary>How long a tunnel on which requests have been answered waits for the next before it is closed.</summary>
    public TimeSpan ReuseWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be silent before its other end is probed.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The time between probes, of which <see cref="Probes"/> may stay unanswered.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The unanswered probes after which a connection is given up.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>How long a client that speaks SPDY may take to open the streams that it asked for (kubelet's limit).</summary>
    public TimeSpan StreamPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take to hang up after it has been sent everything: closing first could cost it what is still under way.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);
}
