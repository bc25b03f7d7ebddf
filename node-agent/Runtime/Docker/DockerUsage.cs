namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>Reads a container's use out of what the Engine API tells. Pure.</summary>
internal static class DockerUsage
{
    /// <summary>The use, or null of a container that does not run.</summary>
    /// <param name="stats">What Docker tells.</param>
    /// <param name="devices">The names of the machine's devices by <c>major:minor</c>.</param>
    public static ContainerUsage? Read(DockerStats stats, IReadOnlyDictionary<string, string> devices)
    {
        if (stats.Memory.Usage == 0) return null;
        var inactive = Detail(stats, "total_inactive_file", "inactive_file");
        return new ContainerUsage(stats.Read, stats.Cpu.Usage.Total, stats.Memory.Usage, Math.Max(0, stats.Memory.Usage - inactive), stats.Processes.Current)
        {
            CpuUserNanoseconds = stats.Cpu.Usage.User,
            CpuSystemNanoseconds = stats.Cpu.Usage.Kernel,
            CpuPeriods = stats.Cpu.Throttled.Periods,
            ThrottledPeriods = stats.Cpu.Throttled.ThrottledPeriods,
            ThrottledNanoseconds = stats.Cpu.Throttled.ThrottledNanoseconds,
            RssBytes = Detail(stats, "total_rss", "anon"),
            CacheBytes = Detail(stats, "total_cache", "file"),
            MappedFileBytes = Detail(stats, "total_mapped_file", "file_mapped"),
            ActiveFileBytes = Detail(stats, "total_active_file", "active_file"),
            InactiveFileBytes = inactive,
            SwapBytes = Detail(stats, "total_swap", "swap"),
            PeakBytes = stats.Memory.Peak,
            MemoryFailures = stats.Memory.Failures,
            PageFaults = Detail(stats, "total_pgfault", "pgfault"),
            MajorPageFaults = Detail(stats, "total_pgmajfault", "pgmajfault"),
            ProcessLimit = stats.Processes.Limit > long.MaxValue ? 0 : (long)stats.Processes.Limit,
            Devices = Devices(stats.Devices, devices),
        };
    }

    /// <summary>A figure of memory: the first name is that of control groups version 1, the other that of version 2.</summary>
    private static long Detail(DockerStats stats, string one, string two) =>
        stats.Memory.Details is not { } details ? 0 : (long)Math.Min(long.MaxValue, details.TryGetValue(one, out var found) ? found : details.GetValueOrDefault(two));

    private static IReadOnlyList<DeviceUsage> Devices(DockerStats.DeviceUse use, IReadOnlyDictionary<string, string> names)
    {
        return
        [
            .. (use.Bytes ?? []).Concat(use.Operations ?? []).Select(static f => $"{f.Major}:{f.Minor}").Distinct().Select(device => new DeviceUsage(
                names.GetValueOrDefault(device, device), Sum(use.Bytes, device, "read"), Sum(use.Operations, device, "read"), Sum(use.Bytes, device, "write"),
                Sum(use.Operations, device, "write")) { Number = device }),
        ];

        static long Sum(IReadOnlyList<DockerStats.DeviceFigure>? figures, string device, string operation) =>
            (figures ?? []).Where(f => $"{f.Major}:{f.Minor}" == device && f.Operation.Equals(operation, StringComparison.OrdinalIgnoreCase)).Sum(static f => f.Value);
    }
}
