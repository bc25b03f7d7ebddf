namespace Orleans.Kube.NodeAgent;

/// <summary>Amounts below which the machine may be for a while before pods are ended, and then with time to end. None by default.</summary>
public sealed record SoftEvictionOptions : EvictionAmounts
{
    public SoftEvictionOptions() => (MemoryAvailable, DiskAvailable, InodesFree, ImageDiskAvailable, ImageInodesFree, PidsAvailable) = (0, 0, 0, 0, 0, 0);

    /// <summary>How long the machine may be short of each, by the signal's name (<c>memory.available</c>). Every amount needs one.</summary>
    public IReadOnlyDictionary<string, TimeSpan> GracePeriods { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>The most time that a pod gets to end.</summary>
    public TimeSpan MaximumPodGrace { get; init; }
}
