using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Cgroups;
using Orleans.Kube.NodeAgent.Tests.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

/// <summary>What the kernel tells of a container's control groups, of one and the other version.</summary>
public sealed class CgroupTests
{
    private static readonly Dictionary<string, string> One = new()
    {
        ["cpuacct/cpuacct.usage"] = "900\n",
        ["cpuacct/cpuacct.stat"] = "user 6\nsystem 3\n",
        ["cpu/cpu.stat"] = "nr_periods 10\nnr_throttled 4\nthrottled_time 77\n",
        ["memory/memory.usage_in_bytes"] = "10000\n",
        ["memory/memory.max_usage_in_bytes"] = "12000\n",
        ["memory/memory.failcnt"] = "5\n",
        ["memory/memory.kmem.usage_in_bytes"] = "600\n",
        ["memory/memory.memsw.limit_in_bytes"] = "9223372036854771712\n",
        ["memory/memory.oom_control"] = "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
        ["memory/memory.stat"] = "cache 1\nrss 1\ntotal_cache 4000\ntotal_rss 5000\ntotal_mapped_file 300\ntotal_active_file 1500\ntotal_inactive_file 2500\ntotal_swap 20\ntotal_pgfault 44\ntotal_pgmajfault 2\n",
        ["pids/pids.current"] = "3\n",
        ["pids/pids.max"] = "100\n",
        ["blkio/blkio.bfq.io_service_bytes_recursive"] = "Total 0\n",
        ["blkio/blkio.bfq.io_serviced_recursive"] = "Total 0\n",
        ["blkio/blkio.throttle.io_service_bytes_recursive"] = "254:0 Read 4096\n254:0 Write 512\n254:0 Total 4608\nTotal 4608\n",
        ["blkio/blkio.throttle.io_serviced_recursive"] = "254:0 Read 2\n254:0 Write 1\n254:0 Total 3\nTotal 3\n",
    };

    private static readonly Dictionary<string, string> Two = new()
    {
        ["cpu/cpu.stat"] = "usage_usec 900\nuser_usec 600\nsystem_usec 300\nnr_periods 10\nnr_throttled 4\nthrottled_usec 77\n",
        ["memory/memory.current"] = "10000\n",
        ["memory/memory.peak"] = "12000\n",
        ["memory/memory.swap.current"] = "20\n",
        ["memory/memory.swap.max"] = "4096\n",
        ["memory/memory.events"] = "low 0\nhigh 0\nmax 5\noom 1\noom_kill 2\n",
        ["memory/memory.stat"] = "anon 5000\nfile 4000\nfile_mapped 300\nactive_file 1500\ninactive_file 2500\npgfault 44\npgmajfault 2\n",
        ["pids/pids.current"] = "3\n",
        ["pids/pids.max"] = "max\n",
        ["io/io.stat"] = "254:0 rbytes=4096 wbytes=512 rios=2 wios=1 dbytes=0 dios=0\n8:16 \n",
    };

    private const string HybridMounts = """
        30 24 0:26 / /sys/fs/cgroup ro - tmpfs tmpfs ro,mode=755
        31 30 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        34 30 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
        35 30 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        """;

    private const string HybridGroups = "9:name=systemd:/docker/abc\n4:memory:/docker/abc\n1:cpu,cpuacct:/docker/abc\n0::/docker/abc\n";

    [Fact]
    public void Version_1_is_read_controller_by_controller()
    {
        var usage = Read(One, isUnified: false).ShouldNotBeNull();
        (usage.CpuNanoseconds, usage.CpuUserNanoseconds, usage.CpuSystemNanoseconds).ShouldBe((900, 60_000_000, 30_000_000), "the kernel counts parts in hundredths of a second");
        (usage.CpuPeriods, usage.ThrottledPeriods, usage.ThrottledNanoseconds).ShouldBe((10, 4, 77));
        CheckMemory(usage);
        (usage.MemoryFailures, usage.KernelBytes, usage.SwapLimitBytes, usage.ProcessLimit).ShouldBe((5, 600, 0, 100));
        usage.Devices.ShouldBe([new DeviceUsage("/dev/vda", 4096, 2, 512, 1) { Number = "254:0" }]);
    }

    [Fact]
    public void Version_2_is_read_from_one_folder()
    {
        var usage = Read(Two, isUnified: true).ShouldNotBeNull();
        (usage.CpuNanoseconds, usage.CpuUserNanoseconds, usage.CpuSystemNanoseconds).ShouldBe((900_000, 600_000, 300_000));
        (usage.CpuPeriods, usage.ThrottledPeriods, usage.ThrottledNanoseconds).ShouldBe((10, 4, 77_000));
        CheckMemory(usage);
        (usage.MemoryFailures, usage.KernelBytes, usage.SwapLimitBytes, usage.ProcessLimit).ShouldBe((0, 0, 4096, 0));
        usage.Devices.ShouldBe([new DeviceUsage("/dev/vda", 4096, 2, 512, 1) { Number = "254:0" }]);
    }

    [Theory]
    [InlineData("cpuacct/cpuacct.usage", "memory/memory.usage_in_bytes")]
    public void A_group_that_cannot_be_read_is_left_to_the_runtime(string processor, string memory)
    {
        foreach (var hidden in (string[])[processor, memory]) Read(One.Where(f => f.Key != hidden).ToDictionary(), isUnified: false).ShouldBeNull();
        foreach (var hidden in (string[])["cpu/cpu.stat", "memory/memory.current"]) Read(Two.Where(f => f.Key != hidden).ToDictionary(), isUnified: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("both versions side by side", HybridMounts, HybridGroups, "memory", "/sys/fs/cgroup/memory/docker/abc")]
    [InlineData("controllers together", HybridMounts, HybridGroups, "cpuacct", "/sys/fs/cgroup/cpu,cpuacct/docker/abc")]
    [InlineData("a controller that is not mounted", HybridMounts, HybridGroups, "pids", null)]
    [InlineData("version 2", "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/system.slice/docker-abc.scope\n", "memory", "/sys/fs/cgroup/system.slice/docker-abc.scope")]
    [InlineData("part of the tree", "30 24 0:26 /docker /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/docker/abc\n", "cpu", "/sys/fs/cgroup/abc")]
    [InlineData("elsewhere in the tree", "30 24 0:26 /docker/me /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/docker/abc\n", "cpu", null)]
    [InlineData("outside of what is seen", "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/../abc\n", "cpu", null)]
    [InlineData("no groups", "", "0::/docker/abc\n", "cpu", null)]
    public void A_groups_folder_is_found(string reason, string mounts, string groups, string controller, string? folder) =>
        CgroupMounts.Parse(mounts).FolderOf(groups, controller).ShouldBe(folder, reason);

    [Fact]
    public void Version_2_beside_version_1_holds_no_controllers()
    {
        CgroupMounts.Parse(HybridMounts).IsUnified.ShouldBeFalse();
        CgroupMounts.Parse("30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw").IsUnified.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 524288               files     \n", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", -1L)]
    [InlineData("", null)]
    public void The_limit_on_open_files_is_the_soft_one(string text, long? limit) => OpenFiles.LimitIn(text).ShouldBe(limit);

    [Fact]
    public void Open_files_are_counted()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        var files = OpenFiles.Of([Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), "999999999"], "");
        files.Processes.ShouldBe(2);
        files.Sockets.ShouldBeInRange(1, files.Descriptors - 1);
    }

    private static void CheckMemory(ContainerUsage usage)
    {
        (usage.MemoryBytes, usage.WorkingSetBytes, usage.RssBytes, usage.CacheBytes, usage.MappedFileBytes, usage.ActiveFileBytes, usage.InactiveFileBytes)
            .ShouldBe((10000, 7500, 5000, 4000, 300, 1500, 2500));
        (usage.SwapBytes, usage.PeakBytes, usage.OomKills, usage.PageFaults, usage.MajorPageFaults, usage.Processes).ShouldBe((20, 12000, 2, 44, 2, 3));
    }

    private static ContainerUsage? Read(Dictionary<string, string> files, bool isUnified) =>
        CgroupUsage.Read(PodScene.Noon, isUnified, (controller, file) => files.GetValueOrDefault($"{controller}/{file}"), static device => device == "254:0" ? "/dev/vda" : device);
}
