namespace Orleans.Kube.NodeAgent;

/// <summary>How containers are kept (kubelet's defaults).</summary>
public sealed record ContainerOptions
{
    /// <summary>The wait before the second restart of a failing container; it doubles from there.</summary>
    public TimeSpan RestartBackOff { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LongestRestartBackOff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A container that ran this long starts over with the first wait.</summary>
    public TimeSpan RestartBackOffReset { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan PullBackOff { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LongestPullBackOff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many images are pulled at once.</summary>
    public int ParallelPulls { get; init; } = 5;

    /// <summary>The size at which a container's log file is rotated, and how many are kept.</summary>
    public string LogFileSize { get; init; } = "10m";

    public int LogFiles { get; init; } = 5;

    /// <summary>Where programs that collect logs find them: in its folders <c>pods</c> and <c>containers</c>, by the names of kubelet.</summary>
    public string LogFolder { get; init; } = "/var/log";

    /// <summary>How many processes and threads a pod may have (each of its containers, where systemd keeps control groups); -1 for no bound.</summary>
    public long PodPidsLimit { get; init; } = -1;

    /// <summary>Kernel parameters that pods may set beyond the safe ones, or their beginnings with a star.</summary>
    public IReadOnlyList<string> AllowedUnsafeSysctls { get; init; } = [];

    /// <summary>How long the runtime may take to answer, beyond what the work takes; pulls may take any time.</summary>
    public TimeSpan RuntimeRequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often configMap and secret volumes are brought up to date.</summary>
    public TimeSpan VolumeRefresh { get; init; } = TimeSpan.FromSeconds(60);
}
