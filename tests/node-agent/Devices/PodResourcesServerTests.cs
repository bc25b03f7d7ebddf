using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Devices;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Plugins;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Devices;

/// <summary>Monitors are told who has which devices.</summary>
public sealed class PodResourcesServerTests : IDisposable
{
    private const string Widget = "example.com/widget";

    private readonly string _folder = Directory.CreateTempSubdirectory("pod-resources-").FullName;
    private readonly DevicePlugins _plugins;
    private readonly DeviceGrants _grants;
    private readonly CancellationTokenSource _ending = new();

    public PodResourcesServerTests()
    {
        _plugins = new DevicePlugins(Path.Combine(_folder, "devices.json"), TimeProvider.System);
        _grants = new DeviceGrants(_plugins, new PodFolders(_folder));
    }

    [Fact]
    public async Task Who_has_which_devices_is_told_and_what_there_is()
    {
        var registering = new DeviceRegistration(_folder, _plugins, TimeProvider.System, NullLogger<DeviceRegistration>.Instance).RunAsync(_ending.Token);
        await UntilAsync(() => File.Exists(Path.Combine(_folder, "kubelet.sock")));
        await using var plugin = await FakeDevicePlugin.StartAsync(_folder, Widget);
        plugin.Tell("a", "b1", "-c");
        await UntilAsync(() => _plugins.Counts.GetValueOrDefault(Widget).Healthy == 2);
        var (pod, over) = (Pod("web", "Running"), Pod("over", "Succeeded"));
        foreach (var container in pod.Spec.InitContainers.Concat(pod.Spec.Containers)) await _grants.TakeAsync(pod, container, _ending.Token);
        var answering = new PodResourcesServer(Path.Combine(_folder, "own"), () => [pod, over], _grants, TimeProvider.System, NullLogger<PodResourcesServer>.Instance).RunAsync(_ending.Token);
        await UntilAsync(() => File.Exists(Path.Combine(_folder, "own", "kubelet.sock")));

        using var channel = UnixChannel.Open(Path.Combine(_folder, "own", "kubelet.sock"));
        var client = new PodResourcesLister.PodResourcesListerClient(channel);
        Text((await client.ListAsync(new())).PodResources).ShouldBe(["default/web sidecar: example.com/widget=a", "default/web main: example.com/widget=b1@1"]);
        Text((await client.GetAllocatableResourcesAsync(new())).Devices).ShouldBe("example.com/widget=a example.com/widget=b1@1");
        (await Should.ThrowAsync<RpcException>(async () => await client.GetAsync(new()))).Status.Detail.ShouldBe("PodResources API Get method disabled");
        var older = new NodeAgent.Devices.Protocol.V1Alpha1.PodResourcesLister.PodResourcesListerClient(channel);
        Text((await older.ListAsync(new())).PodResources).ShouldBe(["default/web main: example.com/widget=b1@1"]);

        await _ending.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(registering, answering));
    }

    public void Dispose()
    {
        _plugins.Dispose();
        _ending.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Text(IEnumerable<PodResources> pods) => pods.SelectMany(static p => p.Containers, static (p, c) => $"{p.Namespace}/{p.Name} {c.Name}: {Text(c.Devices)}");

    private static string Text(IEnumerable<ContainerDevices> devices) => string.Join(' ', devices.Select(static d => $"{d.ResourceName}={d.DeviceIds.Single()}{(d.Topology is { } near ? $"@{near.Nodes.Single().ID}" : "")}"));

    private static Pod Pod(string name, string phase)
    {
        var one = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { [Widget] = Quantity.Of(1) } };
        return new Pod
        {
            Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name },
            Spec = new PodSpec { InitContainers = [new Container { Name = "sidecar", RestartPolicy = "Always", Resources = one }], Containers = [new Container { Name = "main", Resources = one }] },
            Status = new PodStatus { Phase = phase },
        };
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!isSo()) await Task.Delay(20, limit.Token);
    }
}
