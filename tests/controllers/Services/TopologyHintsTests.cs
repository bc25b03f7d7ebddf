using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
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
        TopologyHints.Plan(view).Event!.Message.ShouldBe(told);
    }

    private static string[] Zones(ServiceView view)
    {
        var (zones, _) = TopologyHints.Plan(view);
        return [.. view.Pods.Select(pod => zones.GetValueOrDefault(pod.Metadata.Uid, "-"))];
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
