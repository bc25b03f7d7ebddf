using System.Globalization;

namespace Orleans.Kube.NodeAgent.Runtime.Cgroups;

/// <summary>
/// Works out what a container uses from the files of its control groups, of version 1 (https://docs.kernel.org/admin-guide/cgroup-v1/) and version 2
/// (https://docs.kernel.org/admin-guide/cgroup-v2.html). Pure.
/// </summary>
public static class CgroupUsage
{
    private const long NanosecondsPerTick = 10_000_000;
    private const long NanosecondsPerMicrosecond = 1000;

    /// <summary>The text of a controller's file, or null where there is none.</summary>
    public delegate string? ReadFile(string controller, string file);

    /// <summary>The use, or null where the group cannot be read.</summary>
    /// <param name="now">When it is read.</param>
    /// <param name="isUnified">Whether it is of version 2.</param>
    /// <param name="read">Reads a file.</param>
    /// <param name="deviceOf">The name of the device <c>major:minor</c>.</param>
    public static ContainerUsage? Read(DateTimeOffset now, bool isUnified, ReadFile read, Func<string, string> deviceOf) => isUnified ? ReadTwo(now, read, deviceOf) : ReadOne(now, read, deviceOf);

    private static ContainerUsage? ReadOne(DateTimeOffset now, ReadFile read, Func<string, string> deviceOf)
    {
        if (Number(read("cpuacct", "cpuacct.usage")) is not { } processor || Number(read("memory", "memory.usage_in_bytes")) is not { } memory) return null;
        var (ticks, held, details) = (Pairs(read("cpuacct", "cpuacct.stat")), Pairs(read("cpu", "cpu.stat")), Pairs(read("memory", "memory.stat")));
        var inactive = details.GetValueOrDefault("total_inactive_file");
        return new ContainerUsage(now, processor, memory, Math.Max(0, memory - inactive), Number(read("pids", "pids.current")) ?? 0)
        {
            CpuUserNanoseconds = ticks.GetValueOrDefault("user") * NanosecondsPerTick,
            CpuSystemNanoseconds = ticks.GetValueOrDefault("system") * NanosecondsPerTick,
            CpuPeriods = held.GetValueOrDefault("nr_periods"),
            ThrottledPeriods = held.GetValueOrDefault("nr_throttled"),
            ThrottledNanoseconds = held.GetValueOrDefault("throttled_time"),
            RssBytes = details.GetValueOrDefault("total_rss"),
            CacheBytes = details.GetValueOrDefault("total_cache"),
            MappedFileBytes = details.GetValueOrDefault("total_mapped_file"),
            ActiveFileBytes = details.GetValueOrDefault("total_active_file"),
            InactiveFileBytes = inactive,
            SwapBytes = details.GetValueOrDefault("total_swap"),
            SwapLimitBytes = Limit(read("memory", "memory.memsw.limit_in_bytes")),
            KernelBytes = Number(read("memory", "memory.kmem.usage_in_bytes")) ?? 0,
            PeakBytes = Number(read("memory", "memory.max_usage_in_bytes")) ?? 0,
            MemoryFailures = Number(read("memory", "memory.failcnt")) ?? 0,
            OomKills = Pairs(read("memory", "memory.oom_control")).GetValueOrDefault("oom_kill"),
            PageFaults = details.GetValueOrDefault("total_pgfault"),
            MajorPageFaults = details.GetValueOrDefault("total_pgmajfault"),
            ProcessLimit = Number(read("pids", "pids.max")) ?? 0,
            Devices = DevicesOne(read, deviceOf),
        };
    }

    private static ContainerUsage? ReadTwo(DateTimeOffset now, ReadFile read, Func<string, string> deviceOf)
    {
        if (read("cpu", "cpu.stat") is not { } stat || Number(read("memory", "memory.current")) is not { } memory) return null;
        var (processor, details) = (Pairs(stat), Pairs(read("memory", "memory.stat")));
        var inactive = details.GetValueOrDefault("inactive_file");
        return new ContainerUsage(now, Nanoseconds("usage_usec"), memory, Math.Max(0, memory - inactive), Number(read("pids", "pids.current")) ?? 0)
        {
            CpuUserNanoseconds = Nanoseconds("user_usec"),
            CpuSystemNanoseconds = Nanoseconds("system_usec"),
            CpuPeriods = processor.GetValueOrDefault("nr_periods"),
            ThrottledPeriods = processor.GetValueOrDefault("nr_throttled"),
            ThrottledNanoseconds = Nanoseconds("throttled_usec"),
            RssBytes = details.GetValueOrDefault("anon"),
            CacheBytes = details.GetValueOrDefault("file"),
            MappedFileBytes = details.GetValueOrDefault("file_mapped"),
            ActiveFileBytes = details.GetValueOrDefault("active_file"),
            InactiveFileBytes = inactive,
            SwapBytes = Number(read("memory", "memory.swap.current")) ?? 0,
            SwapLimitBytes = Limit(read("memory", "memory.swap.max")),
            PeakBytes = Number(read("memory", "memory.peak")) ?? 0,
            OomKills = Pairs(read("memory", "memory.events")).GetValueOrDefault("oom_kill"),
            PageFaults = details.GetValueOrDefault("pgfault"),
            MajorPageFaults = details.GetValueOrDefault("pgmajfault"),
            ProcessLimit = Number(read("pids", "pids.max")) ?? 0,
            Devices = DevicesTwo(read("io", "io.stat"), deviceOf),
        };

        long Nanoseconds(string name) => processor.GetValueOrDefault(name) * NanosecondsPerMicrosecond;
    }

    /// <summary>The scheduler BFQ counts for itself, and what does not go by it is counted where devices are throttled.</summary>
    private static IReadOnlyList<DeviceUsage> DevicesOne(ReadFile read, Func<string, string> deviceOf)
    {
        foreach (var counter in (string[])["blkio.bfq.", "blkio.throttle."])
        {
            var (bytes, operations) = (Figures(read("blkio", $"{counter}io_service_bytes_recursive")), Figures(read("blkio", $"{counter}io_serviced_recursive")));
            if (bytes.Count + operations.Count == 0) continue;
            return
            [
                .. bytes.Keys.Concat(operations.Keys).Select(static k => k.Device).Distinct().Select(device => Device(device, deviceOf) with
                {
                    ReadBytes = bytes.GetValueOrDefault((device, "Read")), Reads = operations.GetValueOrDefault((device, "Read")),
                    WrittenBytes = bytes.GetValueOrDefault((device, "Write")), Writes = operations.GetValueOrDefault((device, "Write")),
                }),
            ];
        }

        return [];
    }

    /// <summary>Lines as <c>254:0 Read 4096</c>; that of the total has no device.</summary>
    private static Dictionary<(string Device, string Operation), long> Figures(string? text) => (text ?? "").Split('\n')
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static parts => parts.Length == 3)
        .ToDictionary(static parts => (parts[0], parts[1]), static parts => Number(parts[2]) ?? 0);

    /// <summary>Lines as <c>8:0 rbytes=4096 wbytes=512 rios=2 wios=1 dbytes=0 dios=0</c>.</summary>
    private static IReadOnlyList<DeviceUsage> DevicesTwo(string? text, Func<string, string> deviceOf)
    {
        var found = new List<DeviceUsage>();
        foreach (var parts in (text ?? "").Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static parts => parts.Length > 1))
        {
            var figures = parts.Skip(1).Select(static p => p.Split('=', 2)).Where(static p => p.Length == 2).ToDictionary(static p => p[0], static p => Number(p[1]) ?? 0);
            found.Add(Device(parts[0], deviceOf) with
            {
                ReadBytes = figures.GetValueOrDefault("rbytes"), Reads = figures.GetValueOrDefault("rios"), WrittenBytes = figures.GetValueOrDefault("wbytes"), Writes = figures.GetValueOrDefault("wios"),
            });
        }

        return found;
    }

    private static DeviceUsage Device(string number, Func<string, string> deviceOf) => new(deviceOf(number), 0, 0, 0, 0) { Number = number };

    private static Dictionary<string, long> Pairs(string? text)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").AsSpan().EnumerateLines())
        {
            var space = line.IndexOf(' ');
            if (space > 0 && long.TryParse(line[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var value)) found[line[..space].ToString()] = value;
        }

        return found;
    }

    // Version 1 writes no limit as the largest number of pages that there is.
    private static long Limit(string? text) => Number(text) is { } limit and <= 1L << 62 ? limit : 0;

    /// <summary>A number that stands alone; null of anything else, such as <c>max</c>.</summary>
    private static long? Number(string? text) => long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
