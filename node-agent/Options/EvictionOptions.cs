namespace Orleans.Kube.NodeAgent;

/// <summary>When the machine is short of something, and what is done about it. Thresholds go by kubelet's names (<c>memory.available</c>) and forms (<c>100Mi</c>, <c>10%</c>).</summary>
public sealed record EvictionOptions
{
    /// <summary>Pods are ended at once while less than this is left. The defaults are kubelet's.</summary>
    public IReadOnlyDictionary<string, string> Hard { get; init; } = new Dictionary<string, string>
    {
        ["memory.available"] = "100Mi", ["nodefs.available"] = "10%", ["nodefs.inodesFree"] = "5%", ["imagefs.available"] = "15%", ["imagefs.inodesFree"] = "5%",
    };

    /// <summary>Amounts below which the machine may be for a while before pods are ended, and then with time to end. None by default.</summary>
    public IReadOnlyDictionary<string, string> Soft { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the machine may be below each of them. Every one needs its time.</summary>
    public IReadOnlyDictionary<string, TimeSpan> SoftGracePeriods { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>How much more than its threshold there has to be before a shortage is over. None by default.</summary>
    public IReadOnlyDictionary<string, string> MinimumReclaim { get; init; } = new Dictionary<string, string>();

    /// <summary>The most time that a pod gets to end for the sake of a soft threshold.</summary>
    public TimeSpan MaximumPodGrace { get; init; }

    /// <summary>How often the machine and its pods are looked at.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a condition of the node stays after the shortage is over, so that it does not come and go.</summary>
    public TimeSpan PressureTransition { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Images that are not used are removed when more of the disk than this share is in use.</summary>
    public double ImagesHigh { get; init; } = 0.85;

    /// <summary>So many of them that this share of the disk is in use.</summary>
    public double ImagesLow { get; init; } = 0.80;

    /// <summary>How long an image is kept after it was pulled.</summary>
    public TimeSpan ImageAge { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an image is kept that nobody uses, however much room there is; zero is for ever.</summary>
    public TimeSpan MaximumImageAge { get; init; }

    /// <summary>How often images are looked at.</summary>
    public TimeSpan ImageCheck { get; init; } = TimeSpan.FromMinutes(5);
}
