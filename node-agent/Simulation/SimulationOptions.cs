namespace Orleans.Kube.NodeAgent.Simulation;

/// <summary>How many nodes one process pretends to be, and how its pods behave.</summary>
public sealed record SimulationOptions
{
    public required string KubeConfig { get; init; }

    public int Nodes { get; init; } = 1;

    /// <summary>Node number n is called prefix + n, from 0.</summary>
    public string Prefix { get; init; } = "sim-node-";

    /// <summary>The time between the binding of a pod and its containers running.</summary>
    public TimeSpan StartDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How many requests are on their way at once.</summary>
    public int Parallelism { get; init; } = 48;

    public int PodsPerNode { get; init; } = 110;

    public int CpusPerNode { get; init; } = 16;

    public long MemoryPerNode { get; init; } = 64L << 30;

    public NodeHeartbeatOptions Heartbeat { get; init; } = new();
}
