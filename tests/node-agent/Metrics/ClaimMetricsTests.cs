using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Tests.Metrics;

public sealed class ClaimMetricsTests
{
    [Fact]
    public void A_claim_is_told_once_whoever_uses_it()
    {
        var disk = new DiskReading(3, 9, 4, 8, 5) { Used = 6 };
        var text = new MetricText();
        ClaimMetrics.Write(text, [new ClaimFigures("a", "default", "store", disk), new ClaimFigures("b", "default", "store", disk)]);
        text.ToString().Split('\n').Where(static l => l.Length > 0 && l[0] != '#').ShouldBe(
        [
            "kubelet_volume_stats_available_bytes{namespace=\"default\",persistentvolumeclaim=\"store\"} 3", "kubelet_volume_stats_capacity_bytes{namespace=\"default\",persistentvolumeclaim=\"store\"} 9",
            "kubelet_volume_stats_inodes{namespace=\"default\",persistentvolumeclaim=\"store\"} 8", "kubelet_volume_stats_inodes_free{namespace=\"default\",persistentvolumeclaim=\"store\"} 4",
            "kubelet_volume_stats_inodes_used{namespace=\"default\",persistentvolumeclaim=\"store\"} 4", "kubelet_volume_stats_used_bytes{namespace=\"default\",persistentvolumeclaim=\"store\"} 6",
        ]);
    }
}
