namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>What a container uses. Counters run since it started; what the kernel does not tell is 0.</summary>
/// <param name="Time">When it was measured.</param>
/// <param name="CpuNanoseconds">Processor time since it started.</param>
/// <param name="MemoryBytes">All memory charged to it.</param>
/// <param name="WorkingSetBytes">Memory that cannot be taken back.</param>
/// <param name="Processes">How many processes and threads.</param>
public sealed record ContainerUsage(DateTimeOffset Time, long CpuNanoseconds, long MemoryBytes, long WorkingSetBytes, long Processes)
{
    /// <summary>Processor time of its own code.</summary>
    public long CpuUserNanoseconds { get; init; }

    /// <summary>Processor time of the kernel on its behalf.</summary>
    public long CpuSystemNanoseconds { get; init; }

    /// <summary>In how many periods its limit was looked at.</summary>
    public long CpuPeriods { get; init; }

    /// <summary>In how many of them it was held back.</summary>
    public long ThrottledPeriods { get; init; }

    /// <summary>For how long it was held back.</summary>
    public long ThrottledNanoseconds { get; init; }

    /// <summary>Memory that is no part of a file.</summary>
    public long RssBytes { get; init; }

    /// <summary>Memory that holds parts of files.</summary>
    public long CacheBytes { get; init; }

    /// <summary>The part of it that is mapped.</summary>
    public long MappedFileBytes { get; init; }

    /// <summary>The part of it that was used lately.</summary>
    public long ActiveFileBytes { get; init; }

    /// <summary>The part of it that was not.</summary>
    public long InactiveFileBytes { get; init; }

    /// <summary>Memory on the swap device.</summary>
    public long SwapBytes { get; init; }

    /// <summary>How much it may swap out, with control groups version 1 together with its memory; 0 is no limit.</summary>
    public long SwapLimitBytes { get; init; }

    /// <summary>Memory of the kernel on its behalf.</summary>
    public long KernelBytes { get; init; }

    /// <summary>The most memory that it ever had.</summary>
    public long PeakBytes { get; init; }

    /// <summary>How often it met the limit of its memory.</summary>
    public long MemoryFailures { get; init; }

    /// <summary>How many of its processes the kernel ended for want of memory.</summary>
    public long OomKills { get; init; }

    public long PageFaults { get; init; }

    /// <summary>Those for which something had to be read from a device.</summary>
    public long MajorPageFaults { get; init; }

    /// <summary>How many processes and threads it may have; 0 is no limit.</summary>
    public long ProcessLimit { get; init; }

    /// <summary>What it read from and wrote to devices.</summary>
    public IReadOnlyList<DeviceUsage> Devices { get; init; } = [];

    /// <summary>What several use together.</summary>
    public static ContainerUsage operator +(ContainerUsage one, ContainerUsage other) => Add(one, other);

    /// <summary>What several use together; limits and peaks are nobody's then.</summary>
    public static ContainerUsage Add(ContainerUsage one, ContainerUsage other) => new(
        one.Time > other.Time ? one.Time : other.Time, one.CpuNanoseconds + other.CpuNanoseconds, one.MemoryBytes + other.MemoryBytes, one.WorkingSetBytes + other.WorkingSetBytes,
        one.Processes + other.Processes)
    {
        CpuUserNanoseconds = one.CpuUserNanoseconds + other.CpuUserNanoseconds,
        CpuSystemNanoseconds = one.CpuSystemNanoseconds + other.CpuSystemNanoseconds,
        CpuPeriods = one.CpuPeriods + other.CpuPeriods,
        ThrottledPeriods = one.ThrottledPeriods + other.ThrottledPeriods,
        ThrottledNanoseconds = one.ThrottledNanoseconds + other.ThrottledNanoseconds,
        RssBytes = one.RssBytes + other.RssBytes,
        CacheBytes = one.CacheBytes + other.CacheBytes,
        MappedFileBytes = one.MappedFileBytes + other.MappedFileBytes,
        ActiveFileBytes = one.ActiveFileBytes + other.ActiveFileBytes,
        InactiveFileBytes = one.InactiveFileBytes + other.InactiveFileBytes,
        SwapBytes = one.SwapBytes + other.SwapBytes,
        KernelBytes = one.KernelBytes + other.KernelBytes,
        MemoryFailures = one.MemoryFailures + other.MemoryFailures,
        OomKills = one.OomKills + other.OomKills,
        PageFaults = one.PageFaults + other.PageFaults,
        MajorPageFaults = one.MajorPageFaults + other.MajorPageFaults,
        Devices = [.. one.Devices.Concat(other.Devices).GroupBy(static d => d.Device).Select(static d => d.Aggregate(DeviceUsage.Add))],
    };
}
