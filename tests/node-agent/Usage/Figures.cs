using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Tests.Pods;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Tests.Usage;

/// <summary>A node with one pod of two containers, of which one has limits.</summary>
internal static class Figures
{
    public static NodeFigures Node { get; } = new()
    {
        Time = PodScene.Noon,
        Machine = new MachineUsage(new ContainerUsage(PodScene.Noon, 90_000_000_000, 7000, 4000, 0) { SwapBytes = 10, Devices = [new DeviceUsage("/dev/vda", 1, 2, 3, 4) { Number = "254:0", Work = new DeviceWork(5, 6, 7, 8, Seconds(9), Seconds(10), 11, Seconds(12), Seconds(13)) }] }, 10_000, 100),
        NanoCores = 1_500_000_000,
        Left = new MachineReading(6000, 400, 1000, 50, 500) { DiskUsed = 550, InodesFree = 60, Inodes = 100, Images = new DiskReading(30, 200, 7, 20, 2) { Used = 160 }, HasImageDisk = true },
        Devices = ("/dev/vda", "/dev/vdb"),
        Network = [new InterfaceCounters("eth0", new(1, 2, 3, 4), new(5, 6, 7, 8))],
        Agent = new ContainerUsage(PodScene.Noon, 5, 6, 6, 7),
        Pods =
        [
            new PodFigures
            {
                Pod = PodScene.Identity, QosClass = PodQOSClass.Burstable, StartTime = PodScene.Noon.AddMinutes(-1),
                Sandbox = Of("", 100, 10, null),
                Containers = [Of("main", 2_000_000_000, 600, new ContainerResources { CpuShares = 102, CpuQuota = 10_000, Memory = 1000 }), Of("side", 1_000_000_000, 400, new ContainerResources())],
                Network = [new InterfaceCounters("eth0", new(11, 12, 13, 14), new(15, 16, 17, 18))],
                Claims = [new ClaimFigures("store", "default", "store-web", new DiskReading(3, 9, 4, 8, 5) { Used = 6 })],
                Volumes = new Dictionary<string, VolumeFigures>
                {
                    ["data"] = new(new DiskUse(70, 3), new DiskReading(400, 1000, 60, 100, 1), IsInMemory: false),
                    ["token"] = new(new DiskUse(20, 4), new DiskReading(5, 25, 6, 10, 9), IsInMemory: true),
                },
            },
        ],
    };

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static ContainerFigures Of(string name, long cpu, long memory, ContainerResources? resources) => new(
        new RuntimeContainer
        {
            Id = $"id-{name}", Pod = PodScene.Identity, Name = name, State = RuntimeState.Running, Image = name.Length == 0 ? "" : $"{name}:1", ImageId = "pause:1",
            StartedAt = PodScene.Noon.AddSeconds(-30), Resources = resources,
        },
        new ContainerUsage(PodScene.Noon.AddSeconds(-1), cpu, memory, memory / 2, 2) { RssBytes = memory / 4, PageFaults = 9, CpuPeriods = 3, KernelBytes = 21, OomKills = 1, SwapLimitBytes = 64 },
        name == "side" ? null : 250_000_000, name.Length == 0 ? null : new ContainerDisk(new DiskUse(30, 2), new DiskUse(5, 1)))
    {
        Files = name == "main" ? new OpenFiles(3, 17, 4, 1024) : null,
    };
}
