using System.Net;
using System.Net.Sockets;
using Orleans.Kube.NodeAgent.Proxy;
using Orleans.Kube.NodeAgent.Proxy.Connections;

namespace Orleans.Kube.NodeAgent.Tests.Proxy;

public sealed class StaleFlowsTests
{
    private static readonly Dictionary<ServiceFront, IReadOnlySet<IPEndPoint>> Fronts = new()
    {
        [new ServiceFront(IPAddress.Parse("10.96.0.7"), 53)] = new HashSet<IPEndPoint> { IPEndPoint.Parse("10.244.0.2:5353") },
        [new ServiceFront(IPAddress.Parse("10.96.0.8"), 53)] = new HashSet<IPEndPoint>(),
        [new ServiceFront(null, 30053)] = new HashSet<IPEndPoint> { IPEndPoint.Parse("10.244.0.2:5353") },
    };

    [Theory]
    [InlineData("10.96.0.7:53", "10.244.0.2:5353", false)]
    [InlineData("10.96.0.7:53", "10.244.0.3:5353", true)]
    [InlineData("10.96.0.7:53", "10.244.0.2:53", true)]
    [InlineData("10.96.0.7:53", "10.96.0.7:53", true)]
    [InlineData("10.96.0.7:54", "10.244.0.3:5353", false)]
    [InlineData("10.96.0.8:53", "10.244.0.3:5353", true)]
    [InlineData("192.0.2.1:30053", "10.244.0.2:5353", false)]
    [InlineData("192.0.2.1:30053", "10.244.0.3:5353", true)]
    [InlineData("192.0.2.1:53", "192.0.2.1:53", false)]
    public void A_flow_is_stale_when_its_service_has_other_endpoints(string destination, string answers, bool isStale)
    {
        var flow = new UdpFlow(IPEndPoint.Parse(destination), IPEndPoint.Parse(answers), default);
        StaleFlows.Find([flow], Fronts).Any().ShouldBe(isStale);
    }

    /// <summary>Needs the rights of the agent, and a packet filter that tracks connections: Docker's.</summary>
    [Fact]
    [Trait("Category", "docker")]
    public void The_kernel_tells_its_flows_and_forgets_them()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var destination = (IPEndPoint)server.Client.LocalEndPoint!;
        using var client = new UdpClient();
        client.Send([1], destination);
        IPEndPoint? from = null;
        server.Receive(ref from);
        var kernel = new KernelConnections();

        var flow = kernel.ReadUdp().Where(f => f.Destination.Equals(destination)).ShouldHaveSingleItem();
        flow.Answers.ShouldBe(destination);

        kernel.Forget(flow);
        kernel.ReadUdp().ShouldNotContain(f => f.Destination.Equals(destination));
        Should.NotThrow(() => kernel.Forget(flow));
    }
}
