using System.Text;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

/// <summary>Local volumes on block devices: as file systems, which the node makes and mounts, and as they are.</summary>
[Trait("Category", "docker")]
public sealed class BlockVolumesOnDockerTests(AgentOnDocker agent) : IClassFixture<AgentOnDocker>
{
    [Fact]
    public async Task A_device_gets_a_file_system_once_which_pods_share_and_leave_unmounted()
    {
        await using var device = await LoopDevice.MakeAsync();
        await ClaimAsync("disk", device.Device, "Filesystem", ["noatime"]);
        var first = await RunAsync("first", "disk", "grep ' /data ' /proc/mounts; echo kept > /data/word; stat -c %g /data/word; sleep 1000", new PodSecurityContext { FsGroup = 4321 });
        await agent.UntilAsync("first", static p => p.Status.Phase == "Running");
        await RunAsync("second", "disk", "cat /data/word");
        (await EndAsync("second")).ShouldBe("kept\n");
        new PodFolders(agent.Data).Volume(first.Metadata.Uid, "vol").ShouldSatisfyAllConditions(static folder => Directory.Exists(folder).ShouldBeFalse("what is on the device would count as the pod's own"));

        await GoAsync("first", "second");
        await UntilAsync(() => !Mounts.IsInUse(FileFacts.Find(device.Device)!.Device));

        await RunAsync("third", "disk", "grep ' /data ' /proc/mounts; cat /data/word; stat -c %g /data/word");
        var log = await EndAsync("third");
        log.ShouldMatch($@"^{device.Device} /data ext4 rw,noatime");
        log.ShouldEndWith("kept\n4321\n");
        await GoAsync("third");
    }

    [Fact]
    public async Task A_device_is_handed_to_a_container_as_it_is()
    {
        await using var device = await LoopDevice.MakeAsync();
        await ClaimAsync("raw", device.Device, "Block");
        await RunAsync("raw", "raw", "printf written | dd of=/dev/xvda; sleep 1000", isDevice: true);
        await agent.UntilEventAsync("raw", "SuccessfulMountVolume", static m => m.StartsWith("MapVolume.MapPodDevice succeeded for volume \"pv-raw\" volumeMapPath \"", StringComparison.Ordinal));
        await agent.UntilAsync("raw", static p => p.Status.Phase == "Running");
        await UntilAsync(() => Encoding.ASCII.GetString(Head(device.Device, 7)) == "written");

        await RunAsync("reader", "raw", "dd if=/dev/xvda bs=7 count=1; echo; printf no | dd of=/dev/xvda", isDevice: true, isReadOnly: true);
        var log = await EndAsync("reader");
        log.ShouldContain("written");
        log.ShouldContain("can't open '/dev/xvda': Operation not permitted");
        await GoAsync("raw", "reader");
    }

    [Fact]
    public async Task A_file_system_takes_up_what_its_device_has_grown_by()
    {
        await using var device = await LoopDevice.MakeAsync();
        await ClaimAsync("grown", device.Device, "Filesystem");
        await RunAsync("small", "grown", "true");
        await EndAsync("small");
        await device.GrowAsync(64 << 20);
        await agent.Server.Client.Of<PersistentVolume>().PatchAsync("pv-grown", PatchKind.Merge, new { spec = new { capacity = new { storage = "64Mi" } } });

        await RunAsync("large", "grown", "stat -f -c '%b %s' /data");
        if (!MayGrow)
        {
            await agent.UntilEventAsync("large", "FailedMount", static m => m.StartsWith("MountVolume.Setup failed while expanding volume for volume \"pv-grown\" : resizeFS.Resize failed: ", StringComparison.Ordinal));
            await GoAsync("small", "large");
            return;
        }

        var figures = (await EndAsync("large")).Trim().Split(' ').Select(long.Parse).ToList();

        (figures[0] * figures[1]).ShouldBeGreaterThan(48L << 20);
        (await Claims.GetAsync("grown")).Status.Capacity["storage"].ToString().ShouldBe("64Mi");
        await agent.UntilEventAsync("large", "FileSystemResizeSuccessful", "MountVolume.NodeExpandVolume succeeded for volume \"pv-grown\" test-node");
        await GoAsync("small", "large");
    }

    [Theory]
    [InlineData("nowhere", "/nothing/there", "Filesystem", false, "FailedMount", "MountVolume.NewMounter initialization failed for volume \"pv-nowhere\" : path \"/nothing/there\" does not exist")]
    [InlineData("file", "/etc/passwd", "Filesystem", false, "FailedMount", "MountVolume.NewMounter initialization failed for volume \"pv-file\" : only directory and block device are supported")]
    [InlineData("gone", "/nothing/there", "Block", true, "FailedMapVolume", "MapVolume.MapBlockVolume failed for volume \"pv-gone\" : path \"/nothing/there\" does not exist")]
    [InlineData("mounted", "/tmp", "Block", false, "FailedMount",
        "Unable to attach or mount volumes: unmounted volumes=[vol], unattached volumes=[], failed to process volumes=[vol]: volume vol has volumeMode Block, but is specified in volumeMounts")]
    [InlineData("handed", "/tmp", "Filesystem", true, "FailedMount",
        "Unable to attach or mount volumes: unmounted volumes=[vol], unattached volumes=[], failed to process volumes=[vol]: volume vol has volumeMode Filesystem, but is specified in volumeDevices")]
    public async Task What_cannot_be_had_is_told(string name, string path, string mode, bool isDevice, string reason, string message)
    {
        await ClaimAsync(name, path, mode);
        await RunAsync(name, name, "true", isDevice: isDevice);
        await agent.UntilEventAsync(name, reason, message);
        await agent.Pods.DeleteAsync(name);
    }

    private Client.ResourceClient<PersistentVolumeClaim> Claims => agent.Server.Client.Of<PersistentVolumeClaim>().InNamespace("default");

    private async Task ClaimAsync(string name, string path, string mode, string[]? options = null)
    {
        var size = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("32Mi") };
        await agent.Server.Client.Of<PersistentVolume>().CreateAsync(new PersistentVolume
        {
            Metadata = new ObjectMeta { Name = $"pv-{name}" },
            Spec = new PersistentVolumeSpec { Capacity = size, VolumeMode = mode, MountOptions = options ?? [], AccessModes = ["ReadWriteOnce"], Local = new LocalVolumeSource { Path = path } },
        });
        await Claims.CreateAsync(new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta { Name = name },
            Spec = new PersistentVolumeClaimSpec { VolumeName = $"pv-{name}", VolumeMode = mode, AccessModes = ["ReadWriteOnce"] },
            Status = new PersistentVolumeClaimStatus { Phase = "Bound", Capacity = size },
        });
    }

    private Task<Pod> RunAsync(string name, string claim, string script, PodSecurityContext? security = null, bool isDevice = false, bool isReadOnly = false)
    {
        var container = AgentOnDocker.Shell(script);
        return agent.RunAsync(name, new PodSpec
        {
            RestartPolicy = "Never", SecurityContext = security,
            Volumes = [new Volume { Name = "vol", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = claim, ReadOnly = isReadOnly } }],
            Containers =
            [
                isDevice ? container with { VolumeDevices = [new VolumeDevice { Name = "vol", DevicePath = "/dev/xvda" }] } : container with { VolumeMounts = [new VolumeMount { Name = "vol", MountPath = "/data" }] },
            ],
        });
    }

    private async Task<string> EndAsync(string name)
    {
        var pod = await agent.UntilAsync(name, static p => p.Status.Phase is "Succeeded" or "Failed");
        var output = new MemoryStream();
        await agent.Runtime.Streams.LogsAsync(pod.Status.ContainerStatuses[0].ContainerID["docker://".Length..], new LogQuery(), output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Whether the kernel lets this machine's root have a file system grow while it is mounted (CAP_SYS_RESOURCE): nested machines may not.</summary>
    private static bool MayGrow =>
        (Convert.ToUInt64(File.ReadLines("/proc/self/status").First(static l => l.StartsWith("CapEff:", StringComparison.Ordinal))["CapEff:".Length..].Trim(), 16) >> 24 & 1) == 1;

    private async Task GoAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await agent.Pods.DeleteAsync(name);
            await agent.UntilGoneAsync(name);
        }
    }

    private static byte[] Head(string device, int count)
    {
        using var file = File.OpenRead(device);
        var head = new byte[count];
        file.ReadExactly(head);
        return head;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!isSo()) await poll.WaitForNextTickAsync(limit.Token);
    }
}
