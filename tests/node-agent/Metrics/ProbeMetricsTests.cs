using Orleans.Kube.NodeAgent.Metrics;

namespace Orleans.Kube.NodeAgent.Tests.Metrics;

public sealed class ProbeMetricsTests
{
    private readonly ProbeMetrics _metrics = new();

    [Fact]
    public void Probes_are_counted_by_their_result_and_timed_where_they_succeed()
    {
        Probe("uid-1", true, 0.02);
        Probe("uid-1", true, 30);
        Probe("uid-1", false, 1);

        var lines = Lines();
        lines.ShouldContain("prober_probe_total{container=\"main\",namespace=\"default\",pod=\"web\",pod_uid=\"uid-1\",probe_type=\"Readiness\",result=\"successful\"} 2");
        lines.ShouldContain("prober_probe_total{container=\"main\",namespace=\"default\",pod=\"web\",pod_uid=\"uid-1\",probe_type=\"Readiness\",result=\"failed\"} 1");
        const string duration = "{container=\"main\",namespace=\"default\",pod=\"web\",probe_type=\"Readiness\"";
        lines.ShouldContain($"prober_probe_duration_seconds_bucket{duration},le=\"0.01\"}} 0");
        lines.ShouldContain($"prober_probe_duration_seconds_bucket{duration},le=\"0.025\"}} 1");
        lines.ShouldContain($"prober_probe_duration_seconds_bucket{duration},le=\"+Inf\"}} 2");
        lines.ShouldContain($"prober_probe_duration_seconds_sum{duration}}} 30.02");
        lines.ShouldContain($"prober_probe_duration_seconds_count{duration}}} 2");
    }

    [Fact]
    public void A_pod_that_is_gone_is_counted_no_more()
    {
        Probe("uid-1", true, 1);
        Probe("uid-2", false, 1);
        _metrics.Forget("uid-1");
        Lines().Where(static l => l.StartsWith("prober", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("uid-2");
    }

    private void Probe(string uid, bool isSuccess, double seconds) => _metrics.Probed(("default", "web"), uid, "main", "Readiness", isSuccess, TimeSpan.FromSeconds(seconds));

    private string[] Lines()
    {
        var text = new MetricText();
        _metrics.Write(text);
        return text.ToString().Split('\n');
    }
}
