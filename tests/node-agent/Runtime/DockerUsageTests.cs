using System.Text.Json;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

/// <summary>What Docker tells of a container, on kernels with one or the other version of control groups.</summary>
public sealed class DockerUsageTests
{
    private const string One = """
        {"read":"2026-01-01T12:00:00Z","pids_stats":{"current":3,"limit":100},
        "blkio_stats":{"io_service_bytes_recursive":[{"major":254,"minor":0,"op":"Read","value":4096},{"major":254,"minor":0,"op":"Write","value":512},{"major":254,"minor":0,"op":"Total","value":4608}],
        "io_serviced_recursive":[{"major":254,"minor":0,"op":"Read","value":2},{"major":254,"minor":0,"op":"Write","value":1}]},
        "cpu_stats":{"cpu_usage":{"total_usage":900,"usage_in_kernelmode":300,"usage_in_usermode":600},"throttling_data":{"periods":10,"throttled_periods":4,"throttled_time":77}},
        "memory_stats":{"usage":10000,"max_usage":12000,"failcnt":5,"stats":{"cache":1,"rss":1,"total_cache":4000,"total_rss":5000,"total_mapped_file":300,"total_active_file":1500,"total_inactive_file":2500,"total_swap":20,"total_pgfault":44,"total_pgmajfault":2}}}
        """;

    private const string Two = """
        {"read":"2026-01-01T12:00:00Z","pids_stats":{"current":3,"limit":18446744073709551615},
        "blkio_stats":{"io_service_bytes_recursive":[{"major":8,"minor":16,"op":"read","value":4096},{"major":8,"minor":16,"op":"write","value":512}],"io_serviced_recursive":null},
        "cpu_stats":{"cpu_usage":{"total_usage":900,"usage_in_kernelmode":300,"usage_in_usermode":600},"throttling_data":{"periods":0,"throttled_periods":0,"throttled_time":0}},
        "memory_stats":{"usage":10000,"stats":{"anon":5000,"file":4000,"file_mapped":300,"active_file":1500,"inactive_file":2500,"pgfault":44,"pgmajfault":2}}}
        """;

    [Theory]
    [InlineData(One, 20, 12000, 5, 100)]
    [InlineData(Two, 0, 0, 0, 0)]
    public void Memory_and_processors_are_read_the_same(string json, long swap, long peak, long failures, long limit)
    {
        var usage = Read(json);
        (usage.CpuNanoseconds, usage.CpuUserNanoseconds, usage.CpuSystemNanoseconds, usage.Processes, usage.ProcessLimit).ShouldBe((900, 600, 300, 3, limit));
        (usage.MemoryBytes, usage.WorkingSetBytes, usage.RssBytes, usage.CacheBytes, usage.MappedFileBytes, usage.ActiveFileBytes, usage.InactiveFileBytes)
            .ShouldBe((10000, 7500, 5000, 4000, 300, 1500, 2500));
        (usage.SwapBytes, usage.PeakBytes, usage.MemoryFailures, usage.PageFaults, usage.MajorPageFaults).ShouldBe((swap, peak, failures, 44, 2));
    }

    [Fact]
    public void A_limit_on_processors_tells_how_often_it_held()
    {
        var usage = Read(One);
        (usage.CpuPeriods, usage.ThrottledPeriods, usage.ThrottledNanoseconds).ShouldBe((10, 4, 77));
    }

    [Fact]
    public void Devices_go_by_their_files()
    {
        Read(One).Devices.ShouldBe([new DeviceUsage("/dev/vda", 4096, 2, 512, 1) { Number = "254:0" }]);
        Read(Two).Devices.ShouldBe([new DeviceUsage("8:16", 4096, 0, 512, 0) { Number = "8:16" }], "nobody knows its name");
    }

    [Fact]
    public void A_container_without_memory_does_not_run() => DockerUsage.Read(new DockerStats(), new Dictionary<string, string>()).ShouldBeNull();

    private static ContainerUsage Read(string json) =>
        DockerUsage.Read(JsonSerializer.Deserialize<DockerStats>(json)!, new Dictionary<string, string> { ["254:0"] = "/dev/vda" }).ShouldNotBeNull();
}
