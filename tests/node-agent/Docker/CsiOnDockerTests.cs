using System.Text;
using System.Text.Json.Nodes;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.NodeAgent.Csi;
using Orleans.Kube.NodeAgent.Csi.Protocol;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.NodeAgent.Volumes;
using Capability = Orleans.Kube.NodeAgent.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;
using Mode = Orleans.Kube.NodeAgent.Csi.Protocol.VolumeCapability.Types.AccessMode.Types.Mode;
using Node = Orleans.Kube.Model.Core.Node;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

/// <summary>Volumes of CSI drivers, by a driver of the test's own and an agent on Docker.</summary>
[Trait("Category", "docker")]
public sealed class CsiOnDockerTests : IClassFixture<AgentOnDocker>, IAsyncLifetime
{
    private readonly AgentOnDocker _agent;
    private readonly string _name = $"{Random.Shared.Next():x}.csi.example";
    private FakeCsiDriver _driver = null!;

    public CsiOnDockerTests(AgentOnDocker agent) => _agent = agent;

    private ResourceClient<CSINode> CsiNodes => _agent.Server.Client.Of<CSINode>();

    private ResourceClient<VolumeAttachment> Attachments => _agent.Server.Client.Of<VolumeAttachment>();

    public async ValueTask InitializeAsync()
    {
        await UntilAsync(() => Directory.Exists(Path.Combine(_agent.Kubelet, "plugins_registry")));
        _driver = await FakeCsiDriver.StartAsync(_name, Path.Combine(_agent.Kubelet, "plugins_registry"), Directory.CreateTempSubdirectory("csi-").FullName);
        await UntilAsync(() => _driver.Registrations.Any(static r => r.PluginRegistered));
    }

    public async ValueTask DisposeAsync()
    {
        await _driver.DisposeAsync();
        Directory.Delete(_driver.Folder, recursive: true);
    }

    [Fact]
    public async Task The_cluster_is_told_of_a_driver_that_comes_and_of_its_going()
    {
        var nodes = _agent.Server.Client.Of<Node>();
        var node = await nodes.GetAsync("test-node");
        node.Metadata.Annotations[CsiNodeObjects.NodeIds].ShouldContain($"\"{_name}\":\"id-of-node\"");
        node.Metadata.Labels["example.com/zone"].ShouldBe("z1");
        var known = await CsiNodes.GetAsync("test-node");
        known.Metadata.OwnerReferences.ShouldHaveSingleItem().ShouldBe(new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = "test-node", Uid = node.Metadata.Uid });
        known.Spec.Drivers.Single(d => d.Name == _name).ShouldSatisfyAllConditions(
            static d => d.NodeID.ShouldBe("id-of-node"), static d => d.TopologyKeys.ShouldBe(["example.com/zone"]), static d => d.Allocatable!.Count.ShouldBe(7));

        await _driver.DisposeAsync();
        File.Delete(Path.Combine(_agent.Kubelet, "plugins_registry", $"{_name}-reg.sock"));
        await UntilAsync(async () => (await CsiNodes.GetAsync("test-node")).Spec.Drivers.All(d => d.Name != _name));
        (await nodes.GetAsync("test-node")).Metadata.Annotations.GetValueOrDefault(CsiNodeObjects.NodeIds, "").ShouldNotContain(_name);
    }

    [Fact]
    public async Task A_volume_is_attached_staged_published_shared_and_let_go()
    {
        await ClaimAsync("shared", csi => csi with { FsType = "ext4", VolumeAttributes = new Dictionary<string, string> { ["color"] = "red" }, NodeStageSecretRef = new() { Name = "key", Namespace = "default" } });
        await _agent.Server.Client.Of<Secret>().InNamespace("default").CreateAsync(new Secret { Metadata = new ObjectMeta { Name = "key" }, Data = new Dictionary<string, byte[]> { ["password"] = "secret"u8.ToArray() } });
        var first = await RunAsync("first", "shared", "echo kept > /data/word; stat -c %g /data/word; sleep 1000", fsGroup: 4321);
        await UntilAsync(async () => (await _agent.Server.Client.Of<Node>().GetAsync("test-node")).Status.VolumesInUse.Contains($"kubernetes.io/csi/{_name}^shared"));
        _driver.Requests.ShouldBeEmpty("it is not attached yet");
        await AttachAsync("shared");
        await _agent.UntilAsync("first", static p => p.Status.Phase == "Running");
        File.ReadAllText(Path.Combine(_driver.Folder, "shared", "word")).ShouldBe("kept\n");
        await RunAsync("second", "shared", "cat /data/word; stat -c %g /data/word");
        (await EndAsync("second")).ShouldBe("kept\n4321\n");

        var stage = _driver.Of<NodeStageVolumeRequest>().ShouldHaveSingleItem();
        stage.StagingTargetPath.ShouldMatch($"^{_agent.Kubelet}/plugins/kubernetes.io/csi/{_name}/[0-9a-f]{{64}}/globalmount$");
        stage.PublishContext["device"].ShouldBe("sdx");
        stage.Secrets["password"].ShouldBe("secret");
        stage.VolumeContext["color"].ShouldBe("red");
        stage.VolumeCapability.AccessMode.Mode.ShouldBe(Mode.SingleNodeWriter);
        stage.VolumeCapability.Mount.FsType.ShouldBe("ext4");
        var publish = _driver.Of<NodePublishVolumeRequest>().First();
        publish.TargetPath.ShouldBe($"{_agent.Kubelet}/pods/{first.Metadata.Uid}/volumes/kubernetes.io~csi/pv-shared/mount");
        publish.StagingTargetPath.ShouldBe(stage.StagingTargetPath);
        publish.PublishContext["device"].ShouldBe("sdx");

        await GoAsync("second");
        _driver.Of<NodeUnstageVolumeRequest>().ShouldBeEmpty("the first pod has it still");
        await GoAsync("first");
        _driver.Of<NodeUnpublishVolumeRequest>().Count().ShouldBe(2);
        _driver.Of<NodeUnstageVolumeRequest>().ShouldHaveSingleItem().StagingTargetPath.ShouldBe(stage.StagingTargetPath);
        await UntilAsync(async () => (await _agent.Server.Client.Of<Node>().GetAsync("test-node")).Status.VolumesInUse.Count == 0);
        Directory.Exists(Path.Combine(_agent.Kubelet, "pods", first.Metadata.Uid)).ShouldBeFalse();
        Directory.Exists(Path.Combine(_agent.Kubelet, "plugins", "kubernetes.io", "csi", _name)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_volume_of_the_pod_itself_needs_no_attaching_and_its_driver_is_told_of_the_pod()
    {
        await AboutAsync(new CSIDriverSpec { PodInfoOnMount = true, VolumeLifecycleModes = ["Ephemeral"], TokenRequests = [new TokenRequest { Audience = "vault" }] });
        var pod = await _agent.RunAsync("inline", new PodSpec
        {
            RestartPolicy = "Never", ServiceAccountName = "robot",
            Volumes = [new Volume { Name = "vol", Csi = new CSIVolumeSource { Driver = _name, ReadOnly = true, VolumeAttributes = new Dictionary<string, string> { ["size"] = "1" } } }],
            Containers = [AgentOnDocker.Shell("touch /data/x; ls /data") with { VolumeMounts = [new VolumeMount { Name = "vol", MountPath = "/data" }] }],
        });
        (await EndAsync("inline")).ShouldContain("Read-only file system");
        var publish = _driver.Of<NodePublishVolumeRequest>().ShouldHaveSingleItem();
        publish.VolumeId.ShouldMatch("^csi-[0-9a-f]{64}$");
        publish.Readonly.ShouldBeTrue();
        publish.StagingTargetPath.ShouldBeEmpty();
        publish.VolumeContext["size"].ShouldBe("1");
        publish.VolumeContext["csi.storage.k8s.io/pod.name"].ShouldBe("inline");
        publish.VolumeContext["csi.storage.k8s.io/pod.uid"].ShouldBe(pod.Metadata.Uid);
        publish.VolumeContext["csi.storage.k8s.io/serviceAccount.name"].ShouldBe("robot");
        publish.VolumeContext["csi.storage.k8s.io/ephemeral"].ShouldBe("true");
        JsonNode.Parse(publish.VolumeContext["csi.storage.k8s.io/serviceAccount.tokens"])!["vault"].ShouldNotBeNull();
        await GoAsync("inline");
        _driver.Of<NodeUnpublishVolumeRequest>().ShouldHaveSingleItem().VolumeId.ShouldBe(publish.VolumeId);
    }

    [Fact]
    public async Task A_block_volume_is_handed_to_a_container_as_a_device()
    {
        await using var device = await LoopDevice.MakeAsync();
        _driver.Device = device.Device;
        await AboutAsync(new CSIDriverSpec { AttachRequired = false });
        await ClaimAsync("raw", static csi => csi, "Block");
        await RunAsync("raw", "raw", "printf written | dd of=/dev/xvda", isDevice: true);
        await EndAsync("raw");
        var publish = _driver.Of<NodePublishVolumeRequest>().ShouldHaveSingleItem();
        publish.VolumeCapability.Block.ShouldNotBeNull();
        publish.TargetPath.ShouldStartWith($"{_agent.Kubelet}/plugins/kubernetes.io/csi/volumeDevices/publish/pv-raw/");
        publish.StagingTargetPath.ShouldBe($"{_agent.Kubelet}/plugins/kubernetes.io/csi/volumeDevices/staging/pv-raw");
        await GoAsync("raw");
        File.Exists(publish.TargetPath).ShouldBeFalse();
        using var written = File.OpenRead(device.Device);
        var head = new byte[7];
        written.ReadExactly(head);
        Encoding.ASCII.GetString(head).ShouldBe("written");
    }

    [Fact]
    public async Task The_next_agent_lets_go_what_the_last_one_had_published()
    {
        await AboutAsync(new CSIDriverSpec { AttachRequired = false });
        await ClaimAsync("kept", static csi => csi);
        await RunAsync("kept", "kept", "sleep 1000");
        await _agent.UntilAsync("kept", static p => p.Status.Phase == "Running");
        await _agent.StopAsync();
        _agent.Start();
        await UntilAsync(() => _driver.Registrations.Count(static r => r.PluginRegistered) > 1);
        _driver.Of<NodePublishVolumeRequest>().ShouldHaveSingleItem("it is there still");
        await GoAsync("kept");
        _driver.Of<NodeUnpublishVolumeRequest>().ShouldHaveSingleItem();
        _driver.Of<NodeUnstageVolumeRequest>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_volume_that_has_grown_grows_under_its_running_pod()
    {
        await AboutAsync(new CSIDriverSpec { AttachRequired = false });
        await ClaimAsync("grown", static csi => csi);
        var pod = await RunAsync("grown", "grown", "sleep 1000");
        await _agent.UntilAsync("grown", static p => p.Status.Phase == "Running");
        await _agent.Server.Client.Of<PersistentVolume>().PatchAsync("pv-grown", PatchKind.Merge, new { spec = new { capacity = new { storage = "64Mi" } } });
        // Any change of the pod has its volumes looked at.
        await _agent.Pods.PatchAsync("grown", PatchKind.Merge, new { metadata = new { labels = new { look = "now" } } });
        await UntilAsync(() => _driver.Of<NodeExpandVolumeRequest>().Any());
        var expand = _driver.Of<NodeExpandVolumeRequest>().First();
        expand.CapacityRange.RequiredBytes.ShouldBe(64 << 20);
        expand.VolumePath.ShouldBe($"{_agent.Kubelet}/pods/{pod.Metadata.Uid}/volumes/kubernetes.io~csi/pv-grown/mount");
        await UntilAsync(async () => (await Claims.GetAsync("grown")).Status.Capacity["storage"].ToString() == "64Mi");
        await GoAsync("grown");
    }

    [Fact]
    public async Task A_claim_that_is_gone_costs_a_running_pod_nothing()
    {
        await AboutAsync(new CSIDriverSpec { AttachRequired = false });
        await ClaimAsync("lost", static csi => csi);
        await _agent.RunAsync("lost", new PodSpec
        {
            Volumes =
            [
                new Volume { Name = "vol", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "lost" } },
                new Volume { Name = "about", DownwardAPI = new DownwardAPIVolumeSource { Items = [new DownwardAPIVolumeFile { Path = "labels", FieldRef = new ObjectFieldSelector { FieldPath = "metadata.labels" } }] } },
            ],
            Containers =
            [
                AgentOnDocker.Shell("until grep look /about/labels; do sleep 0.1; done; cat /data/word; sleep 1000") with
                {
                    VolumeMounts = [new VolumeMount { Name = "vol", MountPath = "/data" }, new VolumeMount { Name = "about", MountPath = "/about" }],
                    ReadinessProbe = new Probe { Exec = new ExecAction { Command = ["grep", "look", "/about/labels"] }, PeriodSeconds = 1 },
                },
            ],
        });
        await _agent.UntilAsync("lost", static p => p.Status.Phase == "Running");
        await Claims.DeleteAsync("lost");
        await _agent.Pods.PatchAsync("lost", PatchKind.Merge, new { metadata = new { labels = new { look = "now" } } });
        await _agent.UntilAsync("lost", static p => p.Status.ContainerStatuses is [{ Ready: true }]);
        (await _agent.Server.Client.Of<Event>().InNamespace("default").ListAsync()).Items.ShouldNotContain(static e => e.InvolvedObject.Name == "lost" && e.Reason == "FailedMount");
        await GoAsync("lost");
    }

    [Fact]
    public async Task What_cannot_be_had_is_told_in_kubelets_words()
    {
        await AboutAsync(new CSIDriverSpec { AttachRequired = false });
        await ClaimAsync("missing", static csi => csi with { Driver = "nobody.example.com" });
        await AboutAsync(new CSIDriverSpec { AttachRequired = false }, "nobody.example.com");
        await RunAsync("missing", "missing", "true");
        await _agent.UntilEventAsync("missing", "FailedMount",
            "MountVolume.MountDevice failed for volume \"pv-missing\" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name nobody.example.com not found in the list of registered CSI drivers");
        await GoAsync("missing");

        _driver.Refusal = new Grpc.Core.Status(Grpc.Core.StatusCode.Internal, "the disk is on fire");
        await ClaimAsync("burning", static csi => csi);
        await RunAsync("burning", "burning", "true");
        await _agent.UntilEventAsync("burning", "FailedMount", "MountVolume.MountDevice failed for volume \"pv-burning\" : rpc error: code = Internal desc = the disk is on fire");
        _driver.Capabilities = [];
        await _agent.UntilEventAsync("burning", "FailedMount", "MountVolume.SetUp failed for volume \"pv-burning\" : rpc error: code = Internal desc = the disk is on fire");
        _driver.Refusal = null;
        await EndAsync("burning");
        await GoAsync("burning");

        await _agent.RunAsync("inline", new PodSpec
        {
            Volumes = [new Volume { Name = "vol", Csi = new CSIVolumeSource { Driver = _name } }],
            Containers = [AgentOnDocker.Shell("true") with { VolumeMounts = [new VolumeMount { Name = "vol", MountPath = "/data" }] }],
        });
        await _agent.UntilEventAsync("inline", "FailedMount",
            $"MountVolume.NewMounter initialization failed for volume \"vol\" : volume mode \"Ephemeral\" not supported by driver {_name} (only supports [\"Persistent\"])");
        await GoAsync("inline");
    }

    private ResourceClient<PersistentVolumeClaim> Claims => _agent.Server.Client.Of<PersistentVolumeClaim>().InNamespace("default");

    private Task AboutAsync(CSIDriverSpec spec, string? name = null) => _agent.Server.Client.Of<CSIDriver>().CreateAsync(new CSIDriver { Metadata = new ObjectMeta { Name = name ?? _name }, Spec = spec });

    private async Task ClaimAsync(string name, Func<CSIPersistentVolumeSource, CSIPersistentVolumeSource> source, string mode = "Filesystem")
    {
        var size = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("32Mi") };
        await _agent.Server.Client.Of<PersistentVolume>().CreateAsync(new PersistentVolume
        {
            Metadata = new ObjectMeta { Name = $"pv-{name}" },
            Spec = new PersistentVolumeSpec { Capacity = size, VolumeMode = mode, AccessModes = ["ReadWriteOnce"], Csi = source(new CSIPersistentVolumeSource { Driver = _name, VolumeHandle = name }) },
        });
        await Claims.CreateAsync(new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta { Name = name },
            Spec = new PersistentVolumeClaimSpec { VolumeName = $"pv-{name}", VolumeMode = mode, AccessModes = ["ReadWriteOnce"] },
            Status = new PersistentVolumeClaimStatus { Phase = "Bound", Capacity = size },
        });
    }

    /// <summary>Does what the control plane and the driver's controller do.</summary>
    private Task AttachAsync(string name) => Attachments.CreateAsync(new VolumeAttachment
    {
        Metadata = new ObjectMeta { Name = new CsiSource { Name = $"pv-{name}", Driver = _name, Handle = name }.AttachmentName("test-node") },
        Spec = new VolumeAttachmentSpec { Attacher = _name, NodeName = "test-node", Source = new VolumeAttachmentSource { PersistentVolumeName = $"pv-{name}" } },
        Status = new VolumeAttachmentStatus { Attached = true, AttachmentMetadata = new Dictionary<string, string> { ["device"] = "sdx" } },
    });

    private Task<Pod> RunAsync(string name, string claim, string script, long? fsGroup = null, bool isDevice = false)
    {
        var container = AgentOnDocker.Shell(script);
        return _agent.RunAsync(name, new PodSpec
        {
            RestartPolicy = "Never", SecurityContext = new PodSecurityContext { FsGroup = fsGroup },
            Volumes = [new Volume { Name = "vol", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = claim } }],
            Containers =
            [
                isDevice ? container with { VolumeDevices = [new VolumeDevice { Name = "vol", DevicePath = "/dev/xvda" }] } : container with { VolumeMounts = [new VolumeMount { Name = "vol", MountPath = "/data" }] },
            ],
        });
    }

    private async Task<string> EndAsync(string name)
    {
        var pod = await _agent.UntilAsync(name, static p => p.Status.Phase is "Succeeded" or "Failed");
        var output = new MemoryStream();
        await _agent.Runtime.Streams.LogsAsync(pod.Status.ContainerStatuses[0].ContainerID["docker://".Length..], new LogQuery(), output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private async Task GoAsync(string name)
    {
        await _agent.Pods.DeleteAsync(name);
        await _agent.UntilGoneAsync(name);
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(25));
        while (!await isSo()) await Task.Delay(50, limit.Token);
    }
}
