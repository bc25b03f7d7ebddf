using Orleans.Kube.Model;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>How much of something has to be left on the machine.</summary>
/// <param name="Signal">What is looked at.</param>
/// <param name="Amount">How much has to be left.</param>
/// <param name="Grace">How long there may be less; zero when there may not.</param>
public sealed record EvictionThreshold(string Signal, EvictionAmount Amount, TimeSpan Grace)
{
    /// <summary>How much more than that there has to be until a shortage is over.</summary>
    public EvictionAmount? MinimumReclaim { get; init; }

    /// <summary>Whether pods have no time to end.</summary>
    public bool IsHard => Grace == TimeSpan.Zero;

    /// <summary>The shortage, or null where there is none or the machine does not tell.</summary>
    /// <param name="reading">What the machine has left.</param>
    /// <param name="isShort">Whether it was short before, so that what is to be reclaimed counts.</param>
    public Shortage? Look(MachineReading reading, bool isShort)
    {
        if (Observe(reading) is not var (available, capacity)) return null;
        var wanted = isShort && MinimumReclaim is { } more ? Amount.Of(capacity) + more.Of(capacity) : Amount.Of(capacity);
        return available < wanted ? new Shortage(this, Amount.Of(capacity), available) : null;
    }

    private (Quantity Available, long Capacity)? Observe(MachineReading reading) => Signal switch
    {
        EvictionSignal.Memory => (Bytes(reading.MemoryAvailable), reading.MemoryTotal),
        EvictionSignal.PodsMemory => reading.Pods is { } pods ? (Bytes(pods.Total - pods.Used), pods.Total) : null,
        EvictionSignal.Disk => (Bytes(reading.DiskAvailable), reading.DiskTotal),
        EvictionSignal.Inodes => Inodes(reading.Disk),
        EvictionSignal.ImageDisk => reading.Images is { } disk ? (Bytes(disk.Available), disk.Total) : null,
        EvictionSignal.ImageInodes => reading.Images is { } disk ? Inodes(disk) : null,
        _ => (Quantity.Of(reading.PidsTotal - reading.PidsInUse), reading.PidsTotal),
    };

    /// <summary>A disk that has no bound to its files is never short of them.</summary>
    private static (Quantity Available, long Capacity)? Inodes(DiskReading disk) => disk.Inodes == 0 ? null : (Quantity.Of(disk.InodesFree), disk.Inodes);

    private static Quantity Bytes(long amount) => Quantity.Of(amount, QuantityFormat.BinarySI);
}
