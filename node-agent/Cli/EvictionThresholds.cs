using System.Globalization;
using Orleans.Kube.Model;
using Orleans.Kube.NodeAgent.Eviction;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary>Thresholds as kubelet's <c>--eviction-hard</c>, <c>--eviction-soft</c> and <c>--eviction-soft-grace-period</c> write them. One that is not named is never reached.</summary>
public static class EvictionThresholds
{
    /// <exception cref="FormatException">A threshold is unknown or malformed.</exception>
    public static EvictionOptions Parse(string text) => With(new EvictionOptions(), ParseAmounts(text));

    /// <exception cref="FormatException">A threshold is unknown or malformed.</exception>
    public static EvictionAmounts ParseAmounts(string text)
    {
        EvictionAmounts amounts = new SoftEvictionOptions();
        foreach (var threshold in Items(text))
        {
            amounts = threshold.Split('<') switch
            {
                [EvictionSignal.Memory, var amount] when Quantity.TryParse(amount, out var quantity) => amounts with { MemoryAvailable = quantity.Value },
                [EvictionSignal.Disk, var share] => amounts with { DiskAvailable = Share(share, threshold) },
                [EvictionSignal.Inodes, var share] => amounts with { InodesFree = Share(share, threshold) },
                [EvictionSignal.ImageDisk, var share] => amounts with { ImageDiskAvailable = Share(share, threshold) },
                [EvictionSignal.ImageInodes, var share] => amounts with { ImageInodesFree = Share(share, threshold) },
                [EvictionSignal.Pids, var share] => amounts with { PidsAvailable = Share(share, threshold) },
                _ => throw new FormatException($"unknown or malformed eviction threshold \"{threshold}\""),
            };
        }

        return amounts;
    }

    /// <summary>How long each soft threshold may be undercut: <c>memory.available=1m30s</c>.</summary>
    /// <exception cref="FormatException">A signal is unknown, or no positive time.</exception>
    public static IReadOnlyDictionary<string, TimeSpan> ParseGracePeriods(string text) => Items(text).Select(static item => item.Split('=') switch
    {
        [var signal, var period] when EvictionSignal.All.Contains(signal) && GoDuration.TryParse(period, out var time) && time > TimeSpan.Zero => KeyValuePair.Create(signal, time),
        _ => throw new FormatException($"unknown or malformed grace period of an eviction threshold \"{item}\""),
    }).ToDictionary();

    /// <summary>The options with other amounts.</summary>
    public static EvictionOptions With(EvictionOptions options, EvictionAmounts amounts) => options with
    {
        MemoryAvailable = amounts.MemoryAvailable, DiskAvailable = amounts.DiskAvailable, InodesFree = amounts.InodesFree,
        ImageDiskAvailable = amounts.ImageDiskAvailable, ImageInodesFree = amounts.ImageInodesFree, PidsAvailable = amounts.PidsAvailable,
    };

    /// <summary>The options with other amounts.</summary>
    public static SoftEvictionOptions With(SoftEvictionOptions options, EvictionAmounts amounts) => options with
    {
        MemoryAvailable = amounts.MemoryAvailable, DiskAvailable = amounts.DiskAvailable, InodesFree = amounts.InodesFree,
        ImageDiskAvailable = amounts.ImageDiskAvailable, ImageInodesFree = amounts.ImageInodesFree, PidsAvailable = amounts.PidsAvailable,
    };

    /// <summary>The soft threshold that has no grace period, or null when each has.</summary>
    public static string? WithoutGrace(SoftEvictionOptions soft)
    {
        (string Signal, double Amount)[] all =
        [
            (EvictionSignal.Memory, soft.MemoryAvailable), (EvictionSignal.Disk, soft.DiskAvailable), (EvictionSignal.Inodes, soft.InodesFree),
            (EvictionSignal.ImageDisk, soft.ImageDiskAvailable), (EvictionSignal.ImageInodes, soft.ImageInodesFree), (EvictionSignal.Pids, soft.PidsAvailable),
        ];
        return all.Where(s => s.Amount > 0 && !soft.GracePeriods.ContainsKey(s.Signal)).Select(static s => s.Signal).FirstOrDefault();
    }

    private static string[] Items(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double Share(string text, string threshold) =>
        text.EndsWith('%') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? percent / 100
            : throw new FormatException($"the eviction threshold \"{threshold}\" is no share: 10%");
}
