using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Devices;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Agent;

/// <summary>A node of two processors and pods that want more of them than they have.</summary>
public sealed class PodRoomTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pod-room").FullName;
    private readonly DevicePlugins _plugins;
    private readonly DeviceGrants _devices;
    private readonly PodCheckpoints _checkpoints;
    private readonly PodRoom _room;
    private readonly List<PodWorker> _workers = [];
    private readonly RecordedEvents _events = new();

    public PodRoomTests()
    {
        File.WriteAllText(Path.Combine(_folder, "devices.json"), """["example.com/widget"]""");
        _plugins = new DevicePlugins(Path.Combine(_folder, "devices.json"), TimeProvider.System);
        _devices = new DeviceGrants(_plugins, new PodFolders(_folder));
        _checkpoints = new PodCheckpoints(new PodFolders(_folder), NullLogger<PodCheckpoints>.Instance);
        _room = new PodRoom(_checkpoints, new PodServices
        {
            Runtime = null!, Planner = null!, Statuses = null!, Executor = null!, Volumes = null!, Devices = _devices, Sink = null!, Events = _events, Metrics = new AgentMetrics(), Prober = null!,
            Node = new Machine(), Options = new ContainerOptions(), Time = TimeProvider.System, Logger = NullLogger.Instance,
        });
    }

    public void Dispose()
    {
        _plugins.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Room_goes_to_the_pod_that_is_older_and_to_the_other_when_there_is_some_again()
    {
        var (young, old) = (Take("young", "500m", age: 1), Take("old", "500m", age: 2));
        Resize(young, "1200m");
        Resize(old, "1200m");
        Judge();
        (Given(old), Given(young), young.WaitsForResize).ShouldBe(("1200m", "500m", true));

        Resize(old, "800m");
        Judge();
        (Given(old), Given(young), young.WaitsForResize).ShouldBe(("800m", "1200m", false));
    }

    [Fact]
    public void What_a_pod_can_never_have_is_in_nobodys_way()
    {
        var (greedy, other) = (Take("greedy", "500m"), Take("other", "500m"));
        Resize(greedy, "8");
        Judge();
        Resize(other, "1500m");
        Judge();
        (Given(greedy), Given(other)).ShouldBe(("500m", "1500m"));
    }

    [Fact]
    public void A_pod_that_asks_again_for_what_it_has_waits_no_longer()
    {
        var pod = Take("pod", "500m");
        Resize(pod, "8");
        Judge();
        pod.WaitsForResize.ShouldBeTrue();
        Resize(pod, "500m");
        pod.WaitsForResize.ShouldBeTrue("it has not been judged");
        Judge();
        pod.WaitsForResize.ShouldBeFalse();
    }

    [Fact]
    public void The_next_agent_knows_what_was_given()
    {
        var pod = Take("pod", "500m");
        Resize(pod, "1500m");
        Judge();
        _checkpoints.Read().Single().Spec.Containers[0].Resources.Requests["cpu"].ToString().ShouldBe("1500m");
    }

    [Fact]
    public void A_pod_that_ends_keeps_what_it_has()
    {
        var pod = Take("pod", "500m");
        Resize(pod, "1500m");
        pod.Update(pod.Current with { Metadata = pod.Current.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } });
        Judge();
        Given(pod).ShouldBe("500m");
    }

    [Fact]
    public void Only_what_was_judged_is_given()
    {
        var pod = Take("pod", "500m");
        Resize(pod, "1500m");
        var judged = pod.Current;
        Resize(pod, "8");
        pod.Decide(judged, null);
        (Given(pod), pod.WaitsForResize).ShouldBe(("1500m", true));
    }

    [Fact]
    public void For_a_critical_pod_others_have_to_go()
    {
        Take("large", "1500m");
        Take("small", "500m");
        var critical = Asking(new Pod
        {
            Metadata = new ObjectMeta { Name = "critical", Namespace = "default", Uid = "critical" }, Spec = new PodSpec { Priority = 2_000_001_000, Containers = [new Container { Name = "main" }] },
        }, "400m");

        var ordinary = critical with { Metadata = critical.Metadata with { Uid = "ordinary" }, Spec = critical.Spec with { Priority = 0 } };
        _room.Admit(ordinary, PodAllocation.Of(ordinary.Spec), _workers, static _ => { });
        _events.All.ShouldBe(["Warning OutOfcpu: Node didn't have enough resource: cpu, requested: 400, used: 2000, capacity: 2000"]);

        _room.Admit(critical, PodAllocation.Of(critical.Spec), _workers, _workers.Add);
        _events.All[1..].ShouldBe(["Warning Preempting: Preempted in order to admit critical pod"]);
    }

    [Fact]
    public void Devices_that_cannot_be_given_are_told_of_before_what_is_only_counted()
    {
        var pod = Asking(new Pod { Metadata = new ObjectMeta { Name = "pod", Uid = "pod" }, Spec = new PodSpec { Containers = [new Container { Name = "main" }] } }, "8");
        var limits = new Dictionary<string, Quantity> { ["example.com/widget"] = Quantity.Of(1) };
        var greedy = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = pod.Spec.Containers[0].Resources with { Limits = limits } }] } };
        _room.Admit(greedy, PodAllocation.Of(greedy.Spec), _workers, static _ => { });
        _events.All.ShouldBe(["Warning UnexpectedAdmissionError: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/widget, which is unexpected"]);
    }

    private static string Given(PodWorker worker) => worker.Allocated.Spec.Containers[0].Resources.Requests["cpu"].ToString();

    private PodWorker Take(string name, string cpu, int age = 1)
    {
        var pod = Asking(new Pod
        {
            Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name, CreationTimestamp = DateTimeOffset.UnixEpoch.AddDays(-age) },
            Spec = new PodSpec { Containers = [new Container { Name = "main" }] },
            Status = new PodStatus { StartTime = DateTimeOffset.UnixEpoch },
        }, cpu);
        return _room.Admit(pod, PodAllocation.Of(pod.Spec), _workers, _workers.Add);
    }

    private static void Resize(PodWorker worker, string cpu) => worker.Update(Asking(worker.Current, cpu));

    private void Judge() => _room.Judge(_workers.Where(static w => w.WaitsForResize), _workers);

    private static Pod Asking(Pod pod, string cpu)
    {
        var requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu) };
        return pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Requests = requests } }] } };
    }

    private sealed class Machine : IPodEnvironment
    {
        public string HostIP => "192.0.2.1";

        public string? ClusterDns => null;

        public string ClusterDomain => "cluster.local";

        public Node Node { get; } = new() { Status = new NodeStatus { Allocatable = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("2"), ["pods"] = Quantity.Of(110) } } };
    }
}
