namespace Orleans.Kube.NodeAgent;

/// <summary>When the machine is short of something, and what is done about it: pods are ended at once while less than these amounts is left.</summary>
public sealed record EvictionOptions : EvictionAmounts
{
    /// <summary>What the machine may be short of for a while.</summary>
    public SoftEvictionOptions Soft { get; init; } = new();

    /// <summary>How often the machine and its pods are looked at.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a condition of the node stays after the shortage is over, so that it does not come and go.</summary>
    public TimeSpan PressureTransition { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Images that are not used are removed when more of the disk than this share is in use.</summary>
    public double ImagesHigh { get; init; } = 0.85;

    /// <summary>So many of them that this share of the disk is in use.</summary>
    public double ImagesLow { get; init; } = 0.80;

    /// <summary>How long an image is kept after it was pulled or used.</summary>
    public TimeSpan ImageAge { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often images are looked at.</summary>
    public TimeSpan ImageCheck { get; init; } = TimeSpan.FromMinutes(5);
}
