using Orleans.Kube.Controllers.Nodes;

namespace Orleans.Kube.Controllers.Tests.Nodes;

public sealed class NodeTtlTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 0)]
    [InlineData(101, 15)]
    [InlineData(500, 15)]
    [InlineData(501, 30)]
    [InlineData(1000, 30)]
    [InlineData(1001, 60)]
    [InlineData(2000, 60)]
    [InlineData(2001, 300)]
    [InlineData(100_000, 300)]
    public void A_cluster_that_grows_keeps_its_time_to_the_end_of_a_step(int nodes, int seconds)
    {
        var ttl = new NodeTtl();
        for (var count = 0; count < nodes; count += 50) ttl.Seconds(count);

        ttl.Seconds(nodes).ShouldBe(seconds);
        new NodeTtl().Seconds(nodes).ShouldBe(seconds);
    }

    [Theory]
    [InlineData(1800, 300)]
    [InlineData(1799, 60)]
    [InlineData(900, 60)]
    [InlineData(899, 30)]
    [InlineData(450, 30)]
    [InlineData(449, 15)]
    [InlineData(90, 15)]
    [InlineData(89, 0)]
    public void A_cluster_that_shrinks_keeps_its_time_for_a_while(int nodes, int seconds)
    {
        var ttl = new NodeTtl();
        ttl.Seconds(3000);

        ttl.Seconds(nodes).ShouldBe(seconds);
    }
}
