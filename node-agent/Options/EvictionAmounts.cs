namespace Orleans.Kube.NodeAgent;

/// <summary>How much of the machine has to be left. What is 0 is never short. The defaults are kubelet's.</summary>
public record EvictionAmounts
{
    /// <summary>Memory in bytes (<c>memory.available</c>).</summary>
    public long MemoryAvailable { get; init; } = 100L << 20;

    /// <summary>The share of the disk of the agent's data that is free (<c>nodefs.available</c>).</summary>
    public double DiskAvailable { get; init; } = 0.10;

    /// <summary>The share of that disk's inodes that is free (<c>nodefs.inodesFree</c>).</summary>
    public double InodesFree { get; init; } = 0.05;

    /// <summary>The share of the disk of images and containers that is free (<c>imagefs.available</c>); often the same disk.</summary>
    public double ImageDiskAvailable { get; init; } = 0.15;

    /// <summary>The share of that disk's inodes that is free (<c>imagefs.inodesFree</c>).</summary>
    public double ImageInodesFree { get; init; } = 0.05;

    /// <summary>The share of the machine's process ids that is free (<c>pid.available</c>).</summary>
    public double PidsAvailable { get; init; } = 0.10;
}
