using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>What a pod takes of the machine.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Memory">The working set of each running container, in bytes.</param>
/// <param name="Disk">What its containers and its folders on disk hold, in bytes; 0 where nobody asks.</param>
/// <param name="Processes">How many processes and threads it has.</param>
public sealed record PodUse(Pod Pod, IReadOnlyDictionary<string, long> Memory, long Disk, long Processes)
{
    /// <summary>How many files and folders it has; 0 where nobody asks.</summary>
    public long Inodes { get; init; }

    /// <summary>What each running container has written into its layer and its log, in bytes.</summary>
    public IReadOnlyDictionary<string, long> Written { get; init; } = EmptyMap<long>.Value;
}
