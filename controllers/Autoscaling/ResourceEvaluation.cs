using Orleans.Kube.Model;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>How many pods a target needs for what its pods, or one container of each, use of a resource.</summary>
/// <param name="name">The resource.</param>
/// <param name="container">The container; null for all of a pod.</param>
internal sealed class ResourceEvaluation(string name, string? container)
{
    private string Reason => container is null ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric";

    public MetricOutcome Evaluate(MetricTarget target, AutoscalerView view, DateTimeOffset now)
    {
        var isUtilization = target.AverageValue is null;
        var what = $"failed to get {name} {(isUtilization ? "utilization" : "usage")}";
        if (isUtilization && target.AverageUtilization is null)
            return MetricOutcome.Failed(Reason, "invalid resource metric source: neither an average utilization target nor an average value (usage) target was set");
        if (view.Usage.Count == 0)
            return MetricOutcome.Failed(Reason, $"{what}: unable to get metrics for resource {name}: no metrics returned from resource metrics API");
        if (view.Pods.Count == 0) return MetricOutcome.Failed(Reason, $"{what}: no pods returned by selector while calculating replica count");

        var groups = PodGroups.Of(view.Pods, Measured(view.Usage), name == ResourceName.Cpu, now);
        if (groups.Measured.Count == 0) return MetricOutcome.Failed(Reason, $"{what}: did not receive metrics for targeted pods (pods might be unready)");
        if (isUtilization && view.Pods.FirstOrDefault(pod => Request(pod) is null) is { } bare)
            return MetricOutcome.Failed(Reason, $"{what}: missing request for {name} in container {Unstated(bare)} of Pod {bare.Metadata.Name}");

        var goal = isUtilization
            ? new UsageGoal(view.Pods.ToDictionary(static pod => pod.Metadata.Name, pod => Request(pod)!.Value), target.AverageUtilization!.Value)
            : new UsageGoal(null, target.AverageValue!.Value.InMilli());
        if (!goal.CanTell(groups.Measured)) return MetricOutcome.Failed(Reason, $"{what}: no metrics returned matched known pods");
        var words = !isUtilization ? $"{name} resource" : $"{name} {(container is null ? "" : "container ")}resource utilization (percentage of request)";
        return new MetricOutcome(words, goal.Replicas(view.Target!.Replicas, groups), Status(groups, goal));
    }

    private MetricStatus Status(PodGroups groups, UsageGoal goal)
    {
        var value = new MetricValueStatus
        {
            AverageValue = Quantity.OfMilli((long)goal.Average(groups.Measured)),
            AverageUtilization = goal.Shares is null ? null : (int)goal.Used(groups.Measured),
        };
        return container is null
            ? new MetricStatus { Type = MetricSourceType.Resource, Resource = new ResourceMetricStatus { Name = name, Current = value } }
            : new MetricStatus
            {
                Type = MetricSourceType.ContainerResource, ContainerResource = new ContainerResourceMetricStatus { Name = name, Container = container, Current = value },
            };
    }

    /// <summary>What is used of the resource, by each pod whose containers all say it.</summary>
    private Dictionary<string, Measurement> Measured(IReadOnlyDictionary<string, PodUsage> usages)
    {
        var measured = new Dictionary<string, Measurement>();
        foreach (var (pod, usage) in usages)
        {
            var amounts = usage.Containers.Where(c => container is null || c.Key == container)
                .Select(c => c.Value.TryGetValue(name, out var amount) ? amount.InMilli() : (double?)null).ToArray();
            if (amounts.Length > 0 && amounts.All(static a => a is not null)) measured[pod] = new Measurement(amounts.Sum()!.Value, usage.Timestamp, usage.Window);
        }

        return measured;
    }

    private double? Request(Pod pod)
    {
        var sum = 0.0;
        foreach (var counted in Counted(pod))
        {
            if (!counted.Resources.Requests.TryGetValue(name, out var request)) return null;
            sum += request.InMilli();
        }

        return sum;
    }

    private string Unstated(Pod pod) => Counted(pod).First(c => !c.Resources.Requests.ContainsKey(name)).Name;

    private IEnumerable<Container> Counted(Pod pod) =>
        pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(static c => c.RestartPolicy == ContainerRestartPolicy.Always))
            .Where(c => container is null || c.Name == container);
}
