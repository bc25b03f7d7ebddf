using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Proxy;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Proxy;

public sealed class ProxyHealthTests
{
    private readonly FakeTime _time = new(new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ProxyHealth _health;

    public ProxyHealthTests() => _health = new ProxyHealth(_time);

    [Fact]
    public void The_proxy_is_healthy_before_it_begins_and_until_a_change_has_waited_for_a_minute()
    {
        _health.Tell(withNode: false).Report.ToJsonString().ShouldBe("""{"lastUpdated":"2024-05-01T12:00:00+00:00","currentTime":"2024-05-01T12:00:00+00:00","healthy":true}""");

        _health.Queue();
        _health.Update();
        _time.Advance(TimeSpan.FromHours(1));
        _health.Tell(withNode: true).IsHealthy.ShouldBeTrue();

        _health.Queue();
        _time.Advance(TimeSpan.FromSeconds(59));
        _health.Queue();
        _health.Tell(withNode: true).IsHealthy.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        var (isHealthy, report) = _health.Tell(withNode: true);
        isHealthy.ShouldBeFalse();
        report.ToJsonString().ShouldBe(
            """{"lastUpdated":"2024-05-01T12:00:00+00:00","currentTime":"2024-05-01T13:01:00+00:00","nodeEligible":true,"healthy":false,"status":{"IPv4":{"lastUpdated":"2024-05-01T12:00:00+00:00","healthy":false}}}""");

        _health.Update();
        _health.Tell(withNode: true).IsHealthy.ShouldBeTrue();
    }

    [Fact]
    public void A_node_that_is_about_to_go_is_unhealthy_for_load_balancers_and_alive_all_the_same()
    {
        _health.Judge(new Node { Spec = new NodeSpec { Taints = [new Taint { Key = "ToBeDeletedByClusterAutoscaler", Effect = "NoSchedule" }] } });
        (_health.Tell(withNode: true).IsHealthy, _health.Tell(withNode: false).IsHealthy).ShouldBe((false, true));

        _health.Judge(new Node { Metadata = new ObjectMeta { DeletionTimestamp = _time.GetUtcNow() } });
        _health.Tell(withNode: true).IsHealthy.ShouldBeFalse();

        _health.Judge(new Node());
        _health.Tell(withNode: true).IsHealthy.ShouldBeTrue();
    }
}
