using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime.Simulated;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.NodeAgent.Volumes;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class LateVolumesTests : IDisposable
{
    private const string Failed = "Warning FailedMount: MountVolume.SetUp failed for volume \"vol\" : hostPath type check failed: /nothing/there is not a directory";
    private readonly string _folder = Directory.CreateTempSubdirectory("late-volumes").FullName;
    private readonly RecordedEvents _events = new();
    private readonly FakeTime _time = new(PodScene.Noon);

    [Fact]
    public async Task Volumes_that_are_not_there_after_two_minutes_are_late()
    {
        var (runtime, folders) = (new SimulatedRuntime(_time), new PodFolders(_folder));
        var volumes = new PodVolumes(folders, null!, null!, null!, static () => new Dictionary<string, Quantity>(), _time);
        var executor = new PodExecutor(runtime, new SandboxStarter(runtime, volumes, folders, new Nowhere(), new RuntimeHandlers(null!)), null!, null!, _events, new PodRetries(new ContainerOptions(), _time));
        var scene = PodScene.With("Always", new Container { Name = "main" })
            .Spec(static s => s with { Volumes = [new Volume { Name = "vol", HostPath = new HostPathVolumeSource { Path = "/nothing/there", Type = "Directory" } }] });

        foreach (var seconds in (int[])[0, 122, 1, 10])
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            scene.Memory = await executor.DoAsync(scene.View, new PodAction.RunSandbox(0), default);
        }

        const string late = "Warning FailedMount: Unable to attach or mount volumes: unmounted volumes=[vol], unattached volumes=[], failed to process volumes=[]: context deadline exceeded";
        _events.All.ShouldBe([Failed, Failed, Failed, late, Failed, late]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Nowhere : IPodEnvironment
    {
        public string HostIP => "192.0.2.1";

        public string? ClusterDns => null;

        public string ClusterDomain => "cluster.local";

        public Node Node { get; } = new();
    }
}
