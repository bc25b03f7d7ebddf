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
}
