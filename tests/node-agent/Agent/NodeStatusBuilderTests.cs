using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

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

    [Fact]
    public void The_largest_images_are_told_each_with_few_of_its_names()
    {
        RuntimeImage[] images = [new("1", ["r/small:1"], 1), new("2", ["r/large@sha256:0", "r/a:1", "r/b:1", "r/c:1", "r/d:1", "r/e:1"], 100), new("3", [], 1000)];
        NodeStatusBuilder.Images(images).Select(static i => $"{i.SizeBytes} {string.Join(' ', i.Names)}").ShouldBe(["100 r/large@sha256:0 r/a:1 r/b:1 r/c:1 r/d:1", "1 r/small:1"]);
        NodeStatusBuilder.Images(Enumerable.Range(1, 60).Select(static i => new RuntimeImage($"{i}", ["r"], i))).Select(static i => i.SizeBytes).ShouldBe(Enumerable.Range(11, 50).Reverse().Select(static i => (long)i));
    }

    private static Dictionary<string, Quantity> Amounts(params (string Name, string Amount)[] amounts) => amounts.ToDictionary(static a => a.Name, static a => Quantity.Parse(a.Amount));

    private static string Text(IReadOnlyDictionary<string, Quantity> amounts) => string.Join(' ', amounts.Select(static a => $"{a.Key}={a.Value}").Order(StringComparer.Ordinal));
}
