using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>
/// The figures of <c>/metrics/cadvisor</c> under cAdvisor's names (https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md), those of them that
/// the runtime and the kernel tell. Pure.
/// </summary>
internal static class CadvisorMetrics
{
    private const string Counter = "counter";
    private const string Gauge = "gauge";
    private const double Nano = 1e9;

    private static readonly Family[] Families =
    [
        One("container_last_seen", Gauge, "When the container was last looked at.", static (_, now) => now.ToUnixTimeSeconds()),
        Used("container_cpu_user_seconds_total", Counter, "Processor time spent in programs, in seconds.", static u => u.CpuUserNanoseconds / Nano),
        Used("container_cpu_system_seconds_total", Counter, "Processor time spent in the kernel, in seconds.", static u => u.CpuSystemNanoseconds / Nano),
        Many("container_cpu_usage_seconds_total", Counter, "Processor time spent in all, in seconds.", static row => [new(row.Usage.CpuNanoseconds / Nano, ("cpu", "total"))]),
        Limited("container_cpu_cfs_periods_total", "Periods of the processor limit that have passed.", static u => u.CpuPeriods),
        Limited("container_cpu_cfs_throttled_periods_total", "Periods in which the processor limit was reached.", static u => u.ThrottledPeriods),
        Limited("container_cpu_cfs_throttled_seconds_total", "How long the processor limit held the container up.", static u => u.ThrottledNanoseconds / Nano),
        Used("container_memory_cache", Gauge, "Memory that caches files, in bytes.", static u => u.CacheBytes),
        Used("container_memory_rss", Gauge, "Memory that caches no files, in bytes.", static u => u.RssBytes),
        Used("container_memory_kernel_usage", Gauge, "Memory of the kernel on the container's behalf, in bytes.", static u => u.KernelBytes),
        Used("container_memory_mapped_file", Gauge, "Memory of mapped files, in bytes.", static u => u.MappedFileBytes),
        Used("container_memory_swap", Gauge, "What is swapped out, in bytes.", static u => u.SwapBytes),
        Used("container_memory_failcnt", Counter, "How often the memory limit was reached.", static u => u.MemoryFailures),
        Used("container_memory_usage_bytes", Gauge, "All memory in use, in bytes.", static u => u.MemoryBytes),
        Used("container_memory_max_usage_bytes", Gauge, "The most memory that was ever in use, in bytes.", static u => u.PeakBytes),
        Used("container_memory_working_set_bytes", Gauge, "Memory that cannot be reclaimed at once, in bytes.", static u => u.WorkingSetBytes),
        Used("container_memory_total_active_file_bytes", Gauge, "Cached files that were read lately, in bytes.", static u => u.ActiveFileBytes),
        Used("container_memory_total_inactive_file_bytes", Gauge, "Cached files that nobody has read for a while, in bytes.", static u => u.InactiveFileBytes),
        Many("container_memory_failures_total", Counter, "Page faults.", Faults),
        OfDisk("container_fs_inodes_free", "Free inodes of the file system.", static f => f.Disk.InodesFree),
        OfDisk("container_fs_inodes_total", "Inodes of the file system.", static f => f.Disk.Inodes),
        OfDisk("container_fs_limit_bytes", "Size of the file system, in bytes.", static f => f.Disk.Total),
        OfDisk("container_fs_usage_bytes", "What is written there, in bytes.", static f => f.Used),
        OfDevice("container_fs_reads_bytes_total", "Bytes read.", static d => d.ReadBytes),
        OfDevice("container_fs_reads_total", "Reads.", static d => d.Reads),
        OfDevice("container_fs_writes_bytes_total", "Bytes written.", static d => d.WrittenBytes),
        OfDevice("container_fs_writes_total", "Writes.", static d => d.Writes),
        OfWork("container_fs_sector_reads_total", Counter, "Sectors read.", static w => w.SectorsRead),
        OfWork("container_fs_reads_merged_total", Counter, "Reads that were joined with others.", static w => w.ReadsMerged),
        OfWork("container_fs_read_seconds_total", Counter, "How long all reads took together, in seconds.", static w => w.ReadTime.TotalSeconds),
        OfWork("container_fs_sector_writes_total", Counter, "Sectors written.", static w => w.SectorsWritten),
        OfWork("container_fs_writes_merged_total", Counter, "Writes that were joined with others.", static w => w.WritesMerged),
        OfWork("container_fs_write_seconds_total", Counter, "How long all writes took together, in seconds.", static w => w.WriteTime.TotalSeconds),
        OfWork("container_fs_io_current", Gauge, "Operations that are under way.", static w => w.UnderWay),
        OfWork("container_fs_io_time_seconds_total", Counter, "How long there was something to do, in seconds.", static w => w.BusyTime.TotalSeconds),
        OfWork("container_fs_io_time_weighted_seconds_total", Counter, "How long all operations took and waited together, in seconds.", static w => w.WaitTime.TotalSeconds),
        Many("container_blkio_device_usage_total", Counter, "Bytes read from and written to devices.", Transfers),
        OfNetwork("container_network_receive_bytes_total", "Bytes received.", static i => i.Received.Bytes),
        OfNetwork("container_network_receive_packets_total", "Packets received.", static i => i.Received.Packets),
        OfNetwork("container_network_receive_packets_dropped_total", "Packets dropped on arrival.", static i => i.Received.Dropped),
        OfNetwork("container_network_receive_errors_total", "Packets that arrived damaged.", static i => i.Received.Errors),
        OfNetwork("container_network_transmit_bytes_total", "Bytes sent.", static i => i.Sent.Bytes),
        OfNetwork("container_network_transmit_packets_total", "Packets sent.", static i => i.Sent.Packets),
        OfNetwork("container_network_transmit_packets_dropped_total", "Packets dropped before they were sent.", static i => i.Sent.Dropped),
        OfNetwork("container_network_transmit_errors_total", "Packets that could not be sent.", static i => i.Sent.Errors),
        OfFiles("container_processes", "Processes.", static f => f.Processes),
        OfFiles("container_file_descriptors", "Open files, sockets and the like.", static f => f.Descriptors),
        OfFiles("container_sockets", "Open sockets.", static f => f.Sockets),
        Many("container_ulimits_soft", Gauge, "Soft limits of the first process; -1 for none.", static row => row.Files?.Limit is { } limit ? [new(limit, ("ulimit", "max_open_files"))] : []),
        Used("container_oom_events_total", Counter, "Processes that were ended for want of memory.", static u => u.OomKills),
        Used("container_threads", Gauge, "Threads.", static u => u.Processes),
        Used("container_threads_max", Gauge, "The most threads that there may be; 0 for any number.", static u => u.ProcessLimit),
        Given("container_spec_cpu_period", "Period of the processor limit, in microseconds.", static r => r.CpuPeriod),
        Given("container_spec_cpu_quota", "Processor time in each period, in microseconds.", static r => r.CpuQuota == 0 ? null : r.CpuQuota),
        Given("container_spec_cpu_shares", "Weight against others when processors are short.", static r => r.CpuShares),
        Given("container_spec_memory_limit_bytes", "Memory limit, in bytes; 0 for none.", static r => r.Memory),
        Many("container_spec_memory_swap_limit_bytes", Gauge, "Swap limit as the kernel keeps it, in bytes; 0 for none.", static row => row.Resources is null ? [] : [new(row.Usage.SwapLimitBytes) { HasTime = false }]),
        Given("container_spec_memory_reservation_limit_bytes", "Memory set aside, in bytes; 0 for none.", static _ => 0),
        new("container_start_time_seconds", Gauge, "When the container started.", static (row, _) =>
            row.StartedAt is { } started ? [new(started.ToUnixTimeSeconds()) { HasTime = false }] : []),
    ];

    /// <param name="text">Where to.</param>
    /// <param name="rows">What there is.</param>
    /// <param name="now">When it was looked at.</param>
    public static void Write(MetricText text, IReadOnlyList<CadvisorRow> rows, DateTimeOffset now)
    {
        foreach (var family in Families)
        {
            var isBegun = false;
            foreach (var row in rows)
            {
                foreach (var figure in family.Figures(row, now))
                {
                    if (!isBegun) text.Family(family.Name, family.Type, family.Help);
                    isBegun = true;
                    text.Sample(family.Name, figure.Value, figure.HasTime ? row.Usage.Time : null, Labels(row, figure.Labels));
                }
            }
        }

        text.Family("container_scrape_error", Gauge, "Whether something could not be read.").Sample("container_scrape_error", 0);
    }

    private static (string Name, string Value)[] Labels(CadvisorRow row, (string Name, string Value)[] own) =>
    [
        .. own.Concat([("container", row.Container), ("id", row.Id), ("image", row.Image), ("name", row.Name), ("namespace", row.Namespace), ("pod", row.Pod)])
            .OrderBy(static label => label.Item1, StringComparer.Ordinal),
    ];

    private static IEnumerable<Figure> Faults(CadvisorRow row) =>
    [
        .. ((string[])["container", "hierarchy"]).SelectMany(scope => (Figure[])
        [
            new(row.Usage.PageFaults, ("failure_type", "pgfault"), ("scope", scope)), new(row.Usage.MajorPageFaults, ("failure_type", "pgmajfault"), ("scope", scope)),
        ]),
    ];

    private static IEnumerable<Figure> Transfers(CadvisorRow row) => row.Usage.Devices.Where(static d => d.Number.Contains(':', StringComparison.Ordinal)).SelectMany(static device =>
    {
        var number = device.Number.Split(':');
        return (Figure[])
        [
            new(device.ReadBytes, ("device", device.Device), ("major", number[0]), ("minor", number[1]), ("operation", "Read")),
            new(device.WrittenBytes, ("device", device.Device), ("major", number[0]), ("minor", number[1]), ("operation", "Write")),
        ];
    });

    private static Family One(string name, string type, string help, Func<CadvisorRow, DateTimeOffset, double> value) => new(name, type, help, (row, now) => [new(value(row, now))]);

    private static Family Many(string name, string type, string help, Func<CadvisorRow, IEnumerable<Figure>> values) => new(name, type, help, (row, _) => values(row));

    private static Family Used(string name, string type, string help, Func<ContainerUsage, double> value) => Many(name, type, help, row => [new(value(row.Usage))]);

    /// <summary>Of those alone whose processor time is limited.</summary>
    private static Family Limited(string name, string help, Func<ContainerUsage, double> value) =>
        Many(name, Counter, help, row => row.Resources is { CpuQuota: > 0 } ? [new(value(row.Usage))] : []);

    private static Family Given(string name, string help, Func<ContainerResources, double?> value) =>
        new(name, Gauge, help, (row, _) => row.Resources is { } resources && value(resources) is { } amount ? [new(amount) { HasTime = false }] : []);

    private static Family OfDisk(string name, string help, Func<CadvisorRow.FileSystem, double> value) =>
        Many(name, Gauge, help, row => row.FileSystems.Select(f => new Figure(value(f), ("device", f.Device))));

    private static Family OfDevice(string name, string help, Func<DeviceUsage, double> value) =>
        Many(name, Counter, help, row => row.Usage.Devices.Select(d => new Figure(value(d), ("device", d.Device))));

    private static Family OfWork(string name, string type, string help, Func<DeviceWork, double> value) =>
        Many(name, type, help, row => row.Usage.Devices.Where(static d => d.Work is not null).Select(d => new Figure(value(d.Work!), ("device", d.Device))));

    private static Family OfFiles(string name, string help, Func<OpenFiles, double> value) => Many(name, Gauge, help, row => row.Files is { } files ? [new(value(files))] : []);

    private static Family OfNetwork(string name, string help, Func<InterfaceCounters, double> value) =>
        Many(name, Counter, help, row => row.Network.Select(i => new Figure(value(i), ("interface", i.Name))));

    private sealed record Family(string Name, string Type, string Help, Func<CadvisorRow, DateTimeOffset, IEnumerable<Figure>> Figures);

    private sealed record Figure(double Value, params (string Name, string Value)[] Labels)
    {
        /// <summary>Whether it is told when it was measured.</summary>
        public bool HasTime { get; init; } = true;
    }
}
