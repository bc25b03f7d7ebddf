using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>What of the machine is watched, by kubelet's names.</summary>
public static class EvictionSignal
{
    public const string Memory = "memory.available";

    /// <summary>What is left of the memory that is not set aside for others than pods. It has the bound of the machine's.</summary>
    public const string PodsMemory = "allocatableMemory.available";
    public const string Disk = "nodefs.available";
    public const string Inodes = "nodefs.inodesFree";
    public const string ImageDisk = "imagefs.available";
    public const string ImageInodes = "imagefs.inodesFree";
    public const string Pids = "pid.available";

    /// <summary>The resource of the signals about inodes.</summary>
    public const string InodesResource = "inodes";

    /// <summary>The resource of the signal about process ids.</summary>
    public const string PidsResource = "pids";

    /// <summary>All that settings can name, the most urgent first.</summary>
    public static IReadOnlyList<string> All { get; } = [Memory, Disk, Inodes, ImageDisk, ImageInodes, Pids];

    /// <summary>What is short when a signal is.</summary>
    public static string ResourceOf(string signal) => signal switch
    {
        Memory or PodsMemory => ResourceName.Memory,
        Inodes or ImageInodes => InodesResource,
        Pids => PidsResource,
        _ => ResourceName.EphemeralStorage,
    };

    /// <summary>Whether a signal is about a disk.</summary>
    public static bool IsOfDisk(string signal) => signal is not (Memory or PodsMemory or Pids);

    /// <summary>Whether a signal is about the disk of images and containers.</summary>
    public static bool IsOfImages(string signal) => signal is ImageDisk or ImageInodes;
}
