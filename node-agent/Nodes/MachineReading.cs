namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>What the machine has left at one moment.</summary>
/// <param name="MemoryAvailable">Memory that can be had, in bytes.</param>
/// <param name="DiskAvailable">Free room on the disk of the agent's data, in bytes.</param>
/// <param name="DiskTotal">The size of that disk, in bytes.</param>
/// <param name="PidsInUse">How many processes and threads there are.</param>
/// <param name="PidsTotal">How many there can be.</param>
public sealed record MachineReading(long MemoryAvailable, long DiskAvailable, long DiskTotal, long PidsInUse, long PidsTotal)
{
    /// <summary>All the memory that it has, in bytes.</summary>
    public long MemoryTotal { get; init; }

    /// <summary>How much of the memory for pods they have; null where nobody asks.</summary>
    public PodsMemory? Pods { get; init; }

    /// <summary>What is taken of the disk of the agent's data, in bytes.</summary>
    public long DiskUsed { get; init; }

    /// <summary>That disk.</summary>
    public DiskReading Disk => new(DiskAvailable, DiskTotal, InodesFree, Inodes, 0) { Used = DiskUsed };

    /// <summary>How many more files the disk of the agent's data can hold.</summary>
    public long InodesFree { get; init; }

    /// <summary>How many it can hold altogether; 0 where it has no such bound.</summary>
    public long Inodes { get; init; }

    /// <summary>The disk of images and containers; null where it is not known.</summary>
    public DiskReading? Images { get; init; }

    /// <summary>Whether images and containers are on a disk of their own.</summary>
    public bool HasImageDisk { get; init; }
}
