using Orleans.Kube.Model;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>
/// How many pods a metric asks for: the number that there are, times how far the average is from its target, rounded up
/// (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details). Pods that are not measured or not ready yet
/// count such that the answer is rather too small a change than too large.
/// </summary>
internal static class MetricEvaluation
{
    private const double Tolerance = 0.1;
    private static readonly TimeSpan CpuInitialization = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan InitialReadiness = TimeSpan.FromSeconds(30);

    public static MetricOutcome Evaluate(MetricSpec metric, AutoscalerView view, DateTimeOffset now) => metric switch
    {
        { Type: MetricSourceType.Resource, Resource: { } source } => Resource(source.Name, source.Target, null, view, now),
        { Type: MetricSourceType.ContainerResource, ContainerResource: { } source } => Resource(source.Name, source.Target, source.Container, view, now),
        { Type: MetricSourceType.Pods, Pods: { } source } => MetricOutcome.Failed(
            "FailedGetPodsMetric", $"unable to get metric {source.Metric.Name}: no custom metrics API (custom.metrics.k8s.io) registered"),
        { Type: MetricSourceType.Object, Object: { } source } => MetricOutcome.Failed(
            "FailedGetObjectMetric", $"unable to get metric {source.Metric.Name}: no custom metrics API (custom.metrics.k8s.io) registered"),
        { Type: MetricSourceType.External, External: { } source } => MetricOutcome.Failed(
            "FailedGetExternalMetric", $"unable to get external metric {view.Autoscaler.Metadata.Namespace}/{source.Metric.Name}: no external metrics API (external.metrics.k8s.io) registered"),
        _ => MetricOutcome.Failed("InvalidMetricSourceType", $"unknown metric source type \"{metric.Type}\""),
    };

    /// <summary>Which metric it is, in the words of Kubernetes' errors.</summary>
    public static string Describe(MetricSpec metric) => metric.Type switch
    {
        MetricSourceType.Resource => $"{metric.Resource?.Name} resource",
        MetricSourceType.ContainerResource => $"{metric.ContainerResource?.Container} container",
        MetricSourceType.External => $"{metric.External?.Metric.Name} external",
        MetricSourceType.Pods => "pods",
        _ => "object",
    };

    private static MetricOutcome Resource(string name, MetricTarget target, string? container, AutoscalerView view, DateTimeOffset now)
    {
        var reason = container is null ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric";
        var isUtilization = target.AverageValue is null;
        var what = $"failed to get {name} {(isUtilization ? "utilization" : "usage")}";
        if (target.AverageValue is null && target.AverageUtilization is null)
            return MetricOutcome.Failed(reason, "invalid resource metric source: neither an average utilization target nor an average value (usage) target was set");
        if (view.Usage.Count == 0)
            return MetricOutcome.Failed(reason, $"{what}: unable to get metrics for resource {name}: no metrics returned from resource metrics API");
        if (view.Pods.Count == 0) return MetricOutcome.Failed(reason, $"{what}: no pods returned by selector while calculating replica count");

        if (container is not null && Without(container, view) is { } without)
        {
            return MetricOutcome.Failed(reason, $"{what}: unable to get metrics for resource {name}: "
                + $"container {container} not present in metrics for pod {view.Autoscaler.Metadata.Namespace}/{without}");
        }

        var groups = PodGroups.Of(view, name, container, now, CpuInitialization, InitialReadiness);
        if (groups.Measured.Count == 0) return MetricOutcome.Failed(reason, $"{what}: did not receive metrics for targeted pods (pods might be unready)");
        var shares = new Dictionary<string, double>();
        foreach (var pod in view.Pods)
        {
            if ((isUtilization ? Request(pod, name, container) : Milli(target.AverageValue!.Value)) is not { } share)
                return MetricOutcome.Failed(reason, $"{what}: missing request for {name} in container {Unstated(pod, name, container)} of Pod {pod.Metadata.Name}");
            shares[pod.Metadata.Name] = share;
        }

        if (isUtilization && groups.Measured.Keys.Sum(pod => shares[pod]) == 0) return MetricOutcome.Failed(reason, $"{what}: no metrics returned matched known pods");
        var goal = new Goal(shares, isUtilization ? target.AverageUtilization : null);
        var words = !isUtilization ? $"{name} resource" : $"{name} {(container is null ? "" : "container ")}resource utilization (percentage of request)";
        return new MetricOutcome(words, Replicas(view.Target!.Replicas, groups, goal), Status(name, container, groups, goal));
    }

    /// <summary>The first pod that was measured without the container.</summary>
    private static string? Without(string container, AutoscalerView view) =>
        view.Usage.Where(usage => !usage.Value.Containers.ContainsKey(container)).Select(static usage => usage.Key).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>What pods should use: a percentage of what they ask for, or an amount.</summary>
    /// <param name="Shares">What each pod asks for, or the amount, in thousandths.</param>
    /// <param name="Percent">The percentage, or null.</param>
    private sealed record Goal(Dictionary<string, double> Shares, int? Percent)
    {
        /// <summary>What a pod is taken to use at the most where nothing is known of it.</summary>
        public double Most(string pod) => Percent is { } percent ? Math.Floor(Shares[pod] * Math.Max(100, percent) / 100) : Shares[pod];

        /// <summary>What is used of what is asked for, in whole percents.</summary>
        public double Used(Dictionary<string, double> used) => Math.Floor(used.Values.Sum() * 100 / used.Keys.Sum(pod => Shares[pod]));

        /// <summary>How many times the goal is used.</summary>
        public double Ratio(Dictionary<string, double> used) =>
            Percent is { } percent ? Used(used) / percent : Math.Floor(used.Values.Sum() / used.Count) / Shares[used.Keys.First()];
    }

    /// <param name="current">How many pods there are to be now.</param>
    /// <param name="groups">What is known of the pods.</param>
    /// <param name="goal">What they should use.</param>
    private static int Replicas(int current, PodGroups groups, Goal goal)
    {
        var measured = groups.Measured;
        var ratio = goal.Ratio(measured);
        var growsDespiteUnready = groups.Unready.Count > 0 && ratio > 1;
        if (!growsDespiteUnready && groups.Missing.Count == 0) return IsClose(ratio) ? current : (int)Math.Ceiling(ratio * groups.Ready);

        var assumed = new Dictionary<string, double>(measured);
        if (ratio < 1) foreach (var pod in groups.Missing) assumed[pod] = goal.Most(pod);
        else if (ratio > 1) foreach (var pod in groups.Missing) assumed[pod] = 0;
        if (growsDespiteUnready) foreach (var pod in groups.Unready) assumed[pod] = 0;
        var careful = goal.Ratio(assumed);
        if (IsClose(careful) || (ratio < 1 && careful > 1) || (ratio > 1 && careful < 1)) return current;
        var replicas = (int)Math.Ceiling(careful * assumed.Count);
        return (careful < 1 && replicas > current) || (careful > 1 && replicas < current) ? current : replicas;
    }

    private static bool IsClose(double ratio) => Math.Abs(1 - ratio) <= Tolerance;

    private static MetricStatus Status(string name, string? container, PodGroups groups, Goal goal)
    {
        var value = new MetricValueStatus
        {
            AverageValue = Quantity.OfMilli((long)(groups.Measured.Values.Sum() / groups.Measured.Count)),
            AverageUtilization = goal.Percent is null ? null : (int)goal.Used(groups.Measured),
        };
        return container is null
            ? new MetricStatus { Type = MetricSourceType.Resource, Resource = new ResourceMetricStatus { Name = name, Current = value } }
            : new MetricStatus { Type = MetricSourceType.ContainerResource, ContainerResource = new ContainerResourceMetricStatus { Name = name, Container = container, Current = value } };
    }

    private static double? Request(Pod pod, string name, string? container)
    {
        var sum = 0.0;
        foreach (var counted in Counted(pod, container))
        {
            if (!counted.Resources.Requests.TryGetValue(name, out var request)) return null;
            sum += Milli(request);
        }

        return sum;
    }

    private static string Unstated(Pod pod, string name, string? container) =>
        Counted(pod, container).FirstOrDefault(c => !c.Resources.Requests.ContainsKey(name))?.Name ?? container ?? "";

    private static IEnumerable<Container> Counted(Pod pod, string? container) =>
        pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(static c => c.RestartPolicy == ContainerRestartPolicy.Always)).Where(c => container is null || c.Name == container);

    private static double Milli(Quantity quantity) => quantity.Value > long.MaxValue / 1000 ? quantity.Value * 1000.0 : quantity.MilliValue;
}
