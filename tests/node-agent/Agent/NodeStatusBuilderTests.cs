using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Tests.Agent;

public sealed class NodeStatusBuilderTests
{
    private static readonly NodeDescription Machine = new()
    {
        Name = "n", InternalIP = "192.0.2.1", Info = new NodeSystemInfo(), Capacity = Amounts(("cpu", "4")), Allocatable = Amounts(("cpu", "3")),
    };

    [Fact]
    public void What_others_advertise_is_kept_and_offered_to_pods()
    {
        var before = new NodeStatus { Capacity = Amounts(("cpu", "2"), ("example.com/dongle", "4")), Allocatable = Amounts(("cpu", "2")) };
        NodeStatusBuilder.OffersAll(before, []).ShouldBeFalse();

        var status = NodeStatusBuilder.Status(Machine, before, default);

        Text(status.Capacity).ShouldBe("cpu=4 example.com/dongle=4");
        Text(status.Allocatable).ShouldBe("cpu=3 example.com/dongle=4");
        NodeStatusBuilder.OffersAll(status, []).ShouldBeTrue();
    }

    [Fact]
    public void What_others_advertise_no_more_is_not_offered_either()
    {
        var before = new NodeStatus { Capacity = Amounts(("cpu", "4")), Allocatable = Amounts(("cpu", "3"), ("example.com/dongle", "4")) };
        NodeStatusBuilder.OffersAll(before, []).ShouldBeFalse();

        Text(NodeStatusBuilder.Status(Machine, before, default).Allocatable).ShouldBe("cpu=3");
    }

    private static Dictionary<string, Quantity> Amounts(params (string Name, string Amount)[] amounts) => amounts.ToDictionary(static a => a.Name, static a => Quantity.Parse(a.Amount));

    private static string Text(IReadOnlyDictionary<string, Quantity> amounts) => string.Join(' ', amounts.Select(static a => $"{a.Key}={a.Value}").Order(StringComparer.Ordinal));
}
