using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.Controllers.Tests.Services;

public sealed class TopologyHintsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_service_that_prefers_what_is_close_hints_at_each_endpoints_own_zone()
    {
        var view = View(new Service { Spec = new ServiceSpec { TrafficDistribution = "PreferClose" } }, "a", "b", "", "a");

        Zones(view).ShouldBe(["a", "b", "-", "a"]);
        Zones(view with { Service = new Service() }).ShouldBe(["-", "-", "-", "-"]);
    }

    [Theory]
    [InlineData("a=4,b=4,c=4", "a,b,c", "a,b,c", "Topology Aware Hints has been enabled, addressType: IPv4")]
    [InlineData("a=4,b=4", "a,a,a,a", "b,b,a,a", "Topology Aware Hints has been enabled, addressType: IPv4")]
    [InlineData("a=4,b=4,c=4", "a,b", "-,-", "Insufficient number of endpoints (2 endpoints, 3 zones), addressType: IPv4")]
    [InlineData("a=4", "a,a", "-,-", "Insufficient Node information: allocatable CPU or zone not specified on one or more nodes, addressType: IPv4")]
    [InlineData("a=4,b=0", "a,b", "-,-", "Insufficient Node information: allocatable CPU or zone not specified on one or more nodes, addressType: IPv4")]
    [InlineData("a=1,b=9", "a,b", "-,-", "Unable to allocate minimum required endpoints to each zone without exceeding overload threshold (2 endpoints, 2 zones), addressType: IPv4")]
    [InlineData("a=4,b=4", "a,b,,a", "-,-,-,-", "One or more endpoints do not have a zone specified, addressType: IPv4")]
    public void Zones_in_proportion_share_the_endpoints_as_they_share_the_processors(string processors, string pods, string expected, string told)
    {
        var service = new Service { Metadata = new ObjectMeta { Annotations = new Dictionary<string, string> { ["service.kubernetes.io/topology-mode"] = "Auto" } } };
        var nodes = processors.Split(',').Select(static n => n.Split('=')).Select(static n => Node(n[0], int.Parse(n[1])));
        var view = View(service, pods.Split(',')) with { Processors = TopologyHints.Processors(nodes) };

        Zones(view).ShouldBe(expected.Split(','));
        TopologyHints.Plan(view, null).Event!.Message.ShouldBe(told);
    }

    [Theory]
    [InlineData("Auto", null, false, "Topology Aware Hints has been enabled, addressType: IPv4")]
    [InlineData("Auto", null, true, null)]
    [InlineData("Auto", true, true, null)]
    [InlineData("Auto", false, true, "Topology Aware Hints has been enabled, addressType: IPv4")]
    [InlineData("", null, false, null)]
    [InlineData("", null, true, "Topology Aware Hints has been disabled, addressType: IPv4")]
    [InlineData("", true, true, "Topology Aware Hints has been disabled, addressType: IPv4")]
    [InlineData("", false, true, null)]
    public void It_is_told_that_zones_in_proportion_begin_and_end(string mode, bool? proportional, bool isHinted, string? told)
    {
        var service = new Service { Metadata = new ObjectMeta { Annotations = new Dictionary<string, string> { ["service.kubernetes.io/topology-mode"] = mode } } };
        var view = View(service, "a", "b") with
        {
            Processors = TopologyHints.Processors([Node("a", 4), Node("b", 4)]),
            Slices = [new EndpointSlice { Endpoints = [new Endpoint { Hints = isHinted ? new EndpointHints { ForZones = [new ForZone { Name = "a" }] } : null }] }],
        };

        var hints = TopologyHints.Plan(view, proportional);
        (hints.IsProportional, hints.Event?.Message).ShouldBe((mode.Length > 0, told));
        TopologyHints.Plan(view, hints.IsProportional).Event.ShouldBeNull();
    }

    [Fact]
    public void Pods_whose_node_is_gone_are_left_out_of_slices_unless_they_are_published_anyway()
    {
        var service = new Service { Metadata = new ObjectMeta { Name = "web", Namespace = "default" }, Spec = new ServiceSpec { Ports = [new ServicePort { Port = 80 }] } };
        var view = View(service, "a", "b", "c") with { LostNodes = new HashSet<string> { "n0", "n2" } };

        Addresses(view).ShouldBe(["10.0.0.1"]);
        SlicePlanner.LeftOut(view)!.Message.ShouldBe(
            "Error updating Endpoint Slices for Service default/web: [skipping Pod p0 for Service default/web: Node n0 Not Found, skipping Pod p2 for Service default/web: Node n2 Not Found]");

        var published = view with { Service = service with { Spec = service.Spec with { PublishNotReadyAddresses = true } } };
        Addresses(published).Length.ShouldBe(3);
        SlicePlanner.LeftOut(published).ShouldBeNull();
    }

    private static string[] Addresses(ServiceView view) =>
        [.. SlicePlanner.Plan(view, new RandomIdSource(new Random(1))).SelectMany(static w => ((EndpointSlice)((ObjectCreation)w).Content).Endpoints).Select(static e => e.Addresses[0])];

    private static string[] Zones(ServiceView view)
    {
        var hints = TopologyHints.Plan(view, null);
        return [.. view.Pods.Select(pod => hints.Zones.GetValueOrDefault(pod.Metadata.Uid, "-"))];
    }

    private static ServiceView View(Service service, params string[] zones) => new(
        service,
        [.. zones.Select(static (_, i) => Pod(i))],
        [], null,
        zones.Index().Where(static z => z.Item.Length > 0).ToDictionary(static z => $"n{z.Index}", static z => z.Item));

    private static Pod Pod(int index)
    {
        var pod = Make.Pod($"p{index}", $"n{index}").Ready(Now);
        return pod with { Status = pod.Status with { PodIP = $"10.0.0.{index}" } };
    }

    private static Node Node(string zone, int cores) => new()
    {
        Metadata = new ObjectMeta { Labels = new Dictionary<string, string> { ["topology.kubernetes.io/zone"] = zone } },
        Status = new NodeStatus
        {
            Conditions = [new NodeCondition { Type = "Ready", Status = ConditionStatus.True }],
            Allocatable = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Of(cores) },
        },
    };
}
