using Orleans.Kube.Model.Autoscaling;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>
/// How many pods a metric asks for: the number that there are, times how far the average is from its target, rounded up
/// (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details).
/// </summary>
internal static class MetricEvaluation
{
    /// <param name="metric">The metric.</param>
    /// <param name="reading">What another API server says of it; null where nobody was asked.</param>
    /// <param name="view">What the autoscaler looks at.</param>
    /// <param name="now">The time.</param>
    public static MetricOutcome Evaluate(MetricSpec metric, MetricReading? reading, AutoscalerView view, DateTimeOffset now) => metric switch
    {
        { Type: MetricSourceType.Resource, Resource: { } source } => new ResourceEvaluation(source.Name, null).Evaluate(source.Target, view, now),
        { Type: MetricSourceType.ContainerResource, ContainerResource: { } source } =>
            new ResourceEvaluation(source.Name, source.Container).Evaluate(source.Target, view, now),
        { Type: MetricSourceType.Pods, Pods: { } source } => ForeignEvaluation.Pods(source, reading ?? MetricReading.Unserved(metric), view, now),
        { Type: MetricSourceType.Object, Object: { } source } => ForeignEvaluation.Object(source, reading ?? MetricReading.Unserved(metric), view),
        { Type: MetricSourceType.External, External: { } source } => ForeignEvaluation.External(source, reading ?? MetricReading.Unserved(metric), view),
        _ => MetricOutcome.Failed("InvalidMetricSourceType", $"unknown metric source type \"{metric.Type}\""),
    };

    /// <summary>What could not be had, in the words of Kubernetes' errors.</summary>
    public static string Describe(MetricSpec metric, MetricOutcome failed) => metric.Type switch
    {
        MetricSourceType.Resource => $"failed to get {metric.Resource?.Name} resource metric value: {failed.Problem}",
        MetricSourceType.ContainerResource => $"failed to get {metric.ContainerResource?.Container} container metric value: {failed.Problem}",
        MetricSourceType.External => $"failed to get {metric.External?.Metric.Name} external metric value: {failed.Within}{failed.Problem}",
        MetricSourceType.Pods => $"failed to get pods metric value: {failed.Problem}",
        MetricSourceType.Object => $"failed to get object metric value: {failed.Within}{failed.Problem}",
        _ => failed.Problem,
    };
}
