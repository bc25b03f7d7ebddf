using Orleans.Kube.Model;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>How many pods a target needs for what other API servers say: of its pods, of some object, or of something outside of the cluster.</summary>
internal static class ForeignEvaluation
{
    private const string NoPods = "no pods returned by selector while calculating replica count";

    public static MetricOutcome Pods(PodsMetricSource source, MetricReading reading, AutoscalerView view, DateTimeOffset now)
    {
        const string Reason = "FailedGetPodsMetric";
        if (reading.Problem.Length > 0) return MetricOutcome.Failed(Reason, $"unable to get metric {source.Metric.Name}: {reading.Problem}");
        if (view.Pods.Count == 0) return MetricOutcome.Failed(Reason, NoPods);
        var known = new Dictionary<string, Measurement>();
        foreach (var sample in reading.Samples) known[sample.Object] = new Measurement(sample.Milli);
        var groups = PodGroups.Of(view.Pods, known, isCpu: false, now);
        if (groups.Measured.Count == 0) return MetricOutcome.Failed(Reason, "did not receive metrics for targeted pods (pods might be unready)");
        var goal = new UsageGoal(null, source.Target.AverageValue?.InMilli() ?? 0);
        return new MetricOutcome($"pods metric {source.Metric.Name}", goal.Replicas(view.Target!.Replicas, groups), new MetricStatus
        {
            Type = MetricSourceType.Pods, Pods = new PodsMetricStatus { Metric = source.Metric, Current = Average(goal.Average(groups.Measured)) },
        });
    }

    public static MetricOutcome Object(ObjectMetricSource source, MetricReading reading, AutoscalerView view)
    {
        const string Reason = "FailedGetObjectMetric";
        var (metric, described) = (source.Metric, source.DescribedObject);
        var problem = $"unable to get metric {metric.Name}: {reading.Problem} on {described.Kind} {view.Autoscaler.Metadata.Namespace}/{described.Name}";
        var status = new ObjectMetricStatus { DescribedObject = described, Metric = metric };
        return source.Target switch
        {
            { Type: MetricTargetType.Value, Value: not null } when reading.Problem.Length > 0 => MetricOutcome.Failed(Reason, problem),
            { Type: MetricTargetType.Value, Value: { } value } => Total($"{described.Kind} metric {metric.Name}", Used(reading), value, view, Reason, "", Told),
            { Type: MetricTargetType.AverageValue, AverageValue: not null } when reading.Problem.Length > 0 =>
                MetricOutcome.Failed(Reason, problem, $"failed to get {metric.Name} object metric: "),
            { Type: MetricTargetType.AverageValue, AverageValue: { } value } => PerPod(metric, Used(reading), value, view, Told),
            _ => MetricOutcome.Failed(Reason, "invalid object metric source: neither a value target nor an average value target was set"),
        };

        MetricStatus Told(MetricValueStatus current) => new() { Type = MetricSourceType.Object, Object = status with { Current = current } };
    }

    public static MetricOutcome External(ExternalMetricSource source, MetricReading reading, AutoscalerView view)
    {
        const string Reason = "FailedGetExternalMetric";
        var metric = source.Metric;
        var within = $"failed to get external metric {metric.Name}: ";
        var problem = $"unable to get external metric {view.Autoscaler.Metadata.Namespace}/{metric.Name}/{SelectorText.Of(metric.Selector)}: {reading.Problem}";
        return source.Target switch
        {
            { AverageValue: not null } when reading.Problem.Length > 0 => MetricOutcome.Failed(Reason, problem, $"failed to get {metric.Name} external metric: "),
            { AverageValue: { } value } => PerPod(metric, Used(reading), value, view, Told),
            { Value: not null } when reading.Problem.Length > 0 => MetricOutcome.Failed(Reason, problem, within),
            { Value: { } value } => Total(Name(metric), Used(reading), value, view, Reason, within, Told),
            _ => MetricOutcome.Failed(Reason, "invalid external metric source: neither a value target nor an average value target was set"),
        };

        MetricStatus Told(MetricValueStatus current) =>
            new() { Type = MetricSourceType.External, External = new ExternalMetricStatus { Metric = metric, Current = current } };
    }

    /// <summary>The whole value is compared with the target: as many times the ready pods as the target is reached.</summary>
    private static MetricOutcome Total(
        string name, double used, Quantity target, AutoscalerView view, string reason, string within, Func<MetricValueStatus, MetricStatus> told)
    {
        var (ratio, current) = (used / target.InMilli(), view.Target!.Replicas);
        if (current != 0 && !UsageGoal.IsMet(ratio) && view.Pods.Count == 0) return MetricOutcome.Failed(reason, $"unable to calculate ready pods: {NoPods}", within);
        var replicas = current == 0 ? Counts.Up(ratio) : UsageGoal.IsMet(ratio) ? current : Counts.Up(ratio * view.Pods.Count(IsReady));
        return new MetricOutcome(name, replicas, told(new MetricValueStatus { Value = Quantity.OfMilli((long)used) }));
    }

    /// <summary>The value is shared by the pods that the target says it has.</summary>
    private static MetricOutcome PerPod(MetricIdentifier metric, double used, Quantity target, AutoscalerView view, Func<MetricValueStatus, MetricStatus> told)
    {
        var pods = view.Target!.Running;
        var replicas = UsageGoal.IsMet(used / (target.InMilli() * pods)) ? pods : Counts.Up(used / target.InMilli());
        return new MetricOutcome(Name(metric), replicas, told(Average(pods == 0 ? 0 : Math.Ceiling(used / pods))));
    }

    private static string Name(MetricIdentifier metric) => $"external metric {metric.Name}({SelectorText.Of(metric.Selector)})";

    private static double Used(MetricReading reading) => reading.Samples.Sum(static sample => sample.Milli);

    private static MetricValueStatus Average(double milli) => new() { AverageValue = Quantity.OfMilli((long)milli) };

    private static bool IsReady(Pod pod) => pod.Status.Phase == PodPhase.Running && pod.Condition(PodConditionType.Ready)?.Status == ConditionStatus.True;
}
