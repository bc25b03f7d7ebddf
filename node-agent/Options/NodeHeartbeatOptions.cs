namespace Orleans.Kube.NodeAgent;

/// <summary>How often a node says that it lives (kubelet's defaults).</summary>
public sealed record NodeHeartbeatOptions
{
    public TimeSpan LeaseRenewal { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How often the status is written when nothing in it changed.</summary>
    public TimeSpan StatusReport { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the machine is looked at for changes of the status.</summary>
    public TimeSpan StatusCheck { get; init; } = TimeSpan.FromSeconds(10);
}
