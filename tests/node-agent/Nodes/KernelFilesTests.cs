using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Tests.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Nodes;

/// <summary>What the kernel tells in its files.</summary>
public sealed class KernelFilesTests
{
    private const string Disks = """
         254       0 vda 100 1 200 5 30 2 40 6 0 7 8
         254       1 vda1 90 1 180 5 30 2 40 6 0 7 8
           7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
        """;

    [Fact]
    public void Interfaces_are_counted_without_those_that_lead_into_pods()
    {
        const string text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:    1000     10    0    0    0     0          0         0     1000     10    0    0    0     0       0          0
              eth0:    5000     50    1    2    0     0          0         0     7000     70    3    4    0     0       0          0
            okv123:      10      1    0    0    0     0          0         0       10      1    0    0    0     0       0          0
            """;
        InterfaceCounters.Parse(text).ShouldBe([new InterfaceCounters("eth0", new(5000, 50, 1, 2), new(7000, 70, 3, 4))]);
    }

    [Fact]
    public void The_machine_is_read_like_one_large_container()
    {
        var machine = MachineUsage.Parse(
            PodScene.Noon, "MemTotal:       1000 kB\nMemFree:         300 kB\nMemAvailable:    600 kB\nCached:          200 kB\nActive(file):     50 kB\nAnonPages:       150 kB\nSwapTotal:       80 kB\nSwapFree:         60 kB\n",
            "cpu  100 10 50 5000 40 3 2 1 0 0", "pgfault 77\npgmajfault 7\n", Disks, static device => device == "vda");

        (machine.MemoryTotal, machine.SwapTotal).ShouldBe((1000 << 10, 80 << 10));
        var usage = machine.Usage;
        (usage.CpuNanoseconds, usage.CpuUserNanoseconds, usage.CpuSystemNanoseconds).ShouldBe((1_660_000_000, 1_100_000_000, 550_000_000));
        (usage.MemoryBytes >> 10, usage.WorkingSetBytes >> 10, usage.RssBytes >> 10, usage.CacheBytes >> 10, usage.ActiveFileBytes >> 10, usage.SwapBytes >> 10).ShouldBe((700, 400, 150, 200, 50, 20));
        (usage.PageFaults, usage.MajorPageFaults).ShouldBe((77, 7));
        usage.Devices.ShouldBe(
        [
            new DeviceUsage("/dev/vda", 200 * 512, 100, 40 * 512, 30)
            {
                Number = "254:0",
                Work = new DeviceWork(1, 2, 200, 40, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(6), 0, TimeSpan.FromMilliseconds(7), TimeSpan.FromMilliseconds(8)),
            },
        ]);
    }

    [Theory]
    [InlineData("/data/pods", "/dev/vdb")]
    [InlineData("/data", "/dev/vdb")]
    [InlineData("/database", "/dev/vda")]
    [InlineData("/data/hidden/x", "tmpfs")]
    public void A_path_is_on_what_is_mounted_nearest(string path, string device)
    {
        const string mounts = """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            23 22 254:16 / /data rw,relatime - xfs /dev/vdb rw
            24 23 0:30 / /data/hidden rw - ext4 /dev/vdc rw
            25 23 0:31 / /data/hidden rw - tmpfs tmpfs rw
            """;
        MountTable.DeviceOf(path, mounts).ShouldBe(device);
    }

    [Theory]
    [InlineData("processor : 0\nphysical id : 0\ncore id : 0\n\nprocessor : 1\nphysical id : 0\ncore id : 0\n\nprocessor : 2\nphysical id : 1\ncore id : 0\n", 3, 2, 2)]
    [InlineData("processor\t: 0\nBogoMIPS\t: 50\n\nprocessor\t: 1\nBogoMIPS\t: 50\n", 2, 2, 1)]
    public void Processors_are_told_from_cores(string cpuInfo, int logical, int cores, int sockets) =>
        ProcessorLayout.Parse(cpuInfo).ShouldBe(new ProcessorLayout(logical, cores, sockets));

    [Fact]
    public void This_machine_can_be_read()
    {
        MachineUsage.Read(PodScene.Noon).Usage.CpuNanoseconds.ShouldBeGreaterThan(0);
        ProcessorLayout.Read().Logical.ShouldBeGreaterThan(0);
        MountTable.DeviceOf("/").ShouldNotBeEmpty();
        BlockDevices.Names().ShouldNotBeNull();
        Machine.BootTime().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
    }
}
