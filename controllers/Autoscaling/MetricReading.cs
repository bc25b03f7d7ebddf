using Orleans.Kube.Model.Autoscaling;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>What another API server says of a metric.</summary>
/// <param name="Samples">Its values; of one object for an object's metric, of each pod for the pods'.</param>
/// <param name="Problem">Why there are none; else empty.</param>
public sealed record MetricReading(IReadOnlyList<MetricSample> Samples, string Problem = "")
{
    public static MetricReading Failed(string problem) => new([], problem);

    /// <summary>No API server serves such metrics.</summary>
    public static MetricReading Unserved(MetricSpec metric) => metric is { Type: MetricSourceType.External, External: { } external }
        ? Failed("unable to fetch metrics from external metrics API: "
            + $"the server could not find the requested resource (get {external.Metric.Name}.external.metrics.k8s.io)")
        : Failed("unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered");
}

/// <summary>A value of a metric.</summary>
/// <param name="Object">The name of what it was measured of.</param>
/// <param name="Milli">The value, in thousandths.</param>
public sealed record MetricSample(string Object, double Milli);
