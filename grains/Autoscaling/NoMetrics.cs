using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Model.Autoscaling;

namespace Orleans.Kube.Grains.Autoscaling;

/// <summary>There are no other API servers.</summary>
public sealed class NoMetrics : IMetricSource
{
    public Task<MetricReading> ReadAsync(MetricSpec metric, string @namespace, string pods) => Task.FromResult(MetricReading.Unserved(metric));
}
