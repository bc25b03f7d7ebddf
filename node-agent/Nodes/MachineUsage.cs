using System.Globalization;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>What the whole machine uses, like one large container.</summary>
/// <param name="Usage">The figures.</param>
/// <param name="MemoryTotal">The memory that it has, in bytes.</param>
/// <param name="SwapTotal">The room on its swap devices, in bytes.</param>
public sealed record MachineUsage(ContainerUsage Usage, long MemoryTotal, long SwapTotal)
{
    private const long NanosecondsPerTick = 10_000_000;

    /// <summary>Reads it from the kernel.</summary>
    public static MachineUsage Read(DateTimeOffset now) => Parse(
        now, File.ReadAllText("/proc/meminfo"), File.ReadLines("/proc/stat").First(), File.ReadAllText("/proc/vmstat"), File.ReadAllText("/proc/diskstats"),
        static device => Directory.Exists($"/sys/block/{device}"));

    /// <summary>Works it out of the texts of the kernel's files. Pure.</summary>
    /// <param name="now">When they were read.</param>
    /// <param name="meminfo"><c>/proc/meminfo</c>.</param>
    /// <param name="stat">The first line of <c>/proc/stat</c>.</param>
    /// <param name="vmstat"><c>/proc/vmstat</c>.</param>
    /// <param name="diskstats"><c>/proc/diskstats</c>.</param>
    /// <param name="isWhole">Whether a device is a whole one.</param>
    public static MachineUsage Parse(DateTimeOffset now, string meminfo, string stat, string vmstat, string diskstats, Func<string, bool> isWhole)
    {
        var memory = Pairs(meminfo, ':').ToDictionary(static p => p.Name, static p => p.Value << 10);
        var faults = Pairs(vmstat, ' ').ToDictionary(static p => p.Name, static p => p.Value);
        // user, nice, system, idle, iowait, irq, softirq, steal, in hundredths of a second.
        long[] ticks = [.. stat.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(static t => long.Parse(t, CultureInfo.InvariantCulture))];
        var usage = new ContainerUsage(now, (ticks.Sum() - ticks[3] - ticks[4]) * NanosecondsPerTick, Of("MemTotal") - Of("MemFree"), Of("MemTotal") - Of("MemAvailable"), 0)
        {
            CpuUserNanoseconds = (ticks[0] + ticks[1]) * NanosecondsPerTick,
            CpuSystemNanoseconds = (ticks[2] + ticks[5] + ticks[6]) * NanosecondsPerTick,
            RssBytes = Of("AnonPages"),
            CacheBytes = Of("Cached"),
            MappedFileBytes = Of("Mapped"),
            ActiveFileBytes = Of("Active(file)"),
            InactiveFileBytes = Of("Inactive(file)"),
            SwapBytes = Of("SwapTotal") - Of("SwapFree"),
            PageFaults = faults.GetValueOrDefault("pgfault"),
            MajorPageFaults = faults.GetValueOrDefault("pgmajfault"),
            Devices = BlockDevices.Usage(diskstats, isWhole),
        };
        return new MachineUsage(usage, Of("MemTotal"), Of("SwapTotal"));

        long Of(string name) => memory.GetValueOrDefault(name);
    }

    private static IEnumerable<(string Name, long Value)> Pairs(string text, char separator)
    {
        foreach (var line in text.Split('\n'))
        {
            var parts = line.Split(separator, 2);
            if (parts.Length == 2 && long.TryParse(parts[1].Trim().Split(' ')[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) yield return (parts[0].Trim(), value);
        }
    }
}
