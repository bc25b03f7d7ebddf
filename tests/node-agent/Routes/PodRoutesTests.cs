using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Routes;

namespace Orleans.Kube.NodeAgent.Tests.Routes;

public sealed class PodRoutesTests
{
    [Fact]
    public void Other_machines_are_reached_through_the_overlay_and_nothing_else_is()
    {
        var routes = PodRoutes.Of(
        [
            Node("self", "10.244.0.0/24", "192.0.2.1"), Node("b", "10.244.2.0/24", "192.0.2.3"), Node("a", "10.244.1.0/24", "192.0.2.2"),
            Node("here-too", "10.244.3.0/24", "192.0.2.1"), Node("new", "", "192.0.2.4"), Node("odd", "10.244.4.0/24", "fe80::1"), Node("lost", "10.244.5.0/24", "127.0.0.1"),
            Node("simulated", "10.244.6.0/24", "192.0.2.6") with { Metadata = new ObjectMeta { Name = "simulated", Labels = new Dictionary<string, string> { ["orleans-kube.io/simulated"] = "true" } } },
        ], "self", "192.0.2.1");

        routes.ShouldBe([new PodRoute("10.244.1.0/24", "192.0.2.2"), new PodRoute("10.244.2.0/24", "192.0.2.3")]);
        (routes[0].Gateway, routes[0].HardwareAddress).ShouldBe(("10.244.1.0", "0a:58:c0:00:02:02"));
    }

    private static Node Node(string name, string range, string address) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new NodeSpec { PodCIDR = range },
        Status = new NodeStatus { Addresses = [new NodeAddress { Type = NodeAddressType.Hostname, Address = name }, new NodeAddress { Type = NodeAddressType.InternalIP, Address = address }] },
    };
}
