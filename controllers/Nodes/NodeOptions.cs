namespace Orleans.Kube.Controllers.Nodes;

/// <summary>When nodes count as lost.</summary>
public sealed record NodeOptions
{
    /// <summary>How long a node may be silent until it counts as unreachable (Kubernetes: 40 s).</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long a new node may take until it is heard of for the first time (Kubernetes: 60 s).</summary>
    public TimeSpan StartupGracePeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long pods of a node that was deleted stay, in case it comes back (Kubernetes: 40 s).</summary>
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How often it is looked whether a node that is down may lose its pods after all (Kubernetes: 5 s).</summary>
    public TimeSpan MonitorPeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time between two nodes of a zone that lose their pods (Kubernetes: 0.1 nodes a second).</summary>
    public TimeSpan EvictionInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same in a large zone that is mostly down (Kubernetes: 0.01 nodes a second); in a smaller one no node does.</summary>
    public TimeSpan SlowEvictionInterval { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How many nodes a zone has at least one more of to be large (Kubernetes: 50).</summary>
    public int LargeZone { get; init; } = 50;

    /// <summary>The part of its nodes from which on a zone is mostly down (Kubernetes: 0.55).</summary>
    public double UnhealthyZoneThreshold { get; init; } = 0.55;

    /// <summary>How many nodes may be down in any zone without it counting as mostly down (Kubernetes: 2).</summary>
    public int FewNodes { get; init; } = 2;
}
