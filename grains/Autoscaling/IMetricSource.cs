using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Model.Autoscaling;

namespace Orleans.Kube.Grains.Autoscaling;

/// <summary>Reads metrics that other API servers have: custom.metrics.k8s.io and external.metrics.k8s.io.</summary>
public interface IMetricSource
{
    /// <summary>What is said of a metric; that nobody can be asked is no exception.</summary>
    /// <param name="metric">One of type Pods, Object or External.</param>
    /// <param name="namespace">Where the autoscaler is.</param>
    /// <param name="pods">The selector of its target's pods.</param>
    Task<MetricReading> ReadAsync(MetricSpec metric, string @namespace, string pods);
}
