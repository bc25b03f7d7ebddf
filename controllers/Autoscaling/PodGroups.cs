using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>The pods of a target by what is known of them for one resource.</summary>
/// <param name="Ready">How many pods are ready for what they are measured for.</param>
/// <param name="Measured">What they use, in thousandths, by name: the ready ones.</param>
/// <param name="Missing">Pods that nothing is known of.</param>
/// <param name="Unready">Pods that have only started.</param>
internal sealed record PodGroups(int Ready, Dictionary<string, double> Measured, IReadOnlyList<string> Missing, IReadOnlyList<string> Unready)
{
    public static PodGroups Of(AutoscalerView view, string resource, string? container, DateTimeOffset now, TimeSpan cpuInitialization, TimeSpan initialReadiness)
    {
        var (ready, measured, missing, unready) = (0, new Dictionary<string, double>(), new List<string>(), new List<string>());
        foreach (var pod in view.Pods)
        {
            if (pod.IsDeleting() || pod.Status.Phase == PodPhase.Failed) continue;
            var name = pod.Metadata.Name;
            if (pod.Status.Phase == PodPhase.Pending) unready.Add(name);
            else if (!view.Usage.TryGetValue(name, out var usage) || Sum(usage, resource, container) is not { } used) missing.Add(name);
            else if (resource == ResourceName.Cpu && IsStarting(pod, usage, now, cpuInitialization, initialReadiness)) unready.Add(name);
            else (ready, measured[name]) = (ready + 1, used);
        }

        return new PodGroups(ready, measured, missing, unready);
    }

    /// <summary>Whether the pod's processor use still tells of its start rather than of its work.</summary>
    private static bool IsStarting(Pod pod, PodUsage usage, DateTimeOffset now, TimeSpan cpuInitialization, TimeSpan initialReadiness)
    {
        if (pod.Condition(PodConditionType.Ready) is not { } condition || pod.Status.StartTime is not { } start) return true;
        var isReady = condition.Status != ConditionStatus.False;
        return start + cpuInitialization > now
            ? !isReady || usage.Timestamp < condition.LastTransitionTime + usage.Window
            : !isReady && start + initialReadiness > condition.LastTransitionTime;
    }

    private static double? Sum(PodUsage usage, string resource, string? container)
    {
        var amounts = usage.Containers.Where(c => container is null || c.Key == container).Select(c => c.Value.TryGetValue(resource, out var amount) ? amount : (Quantity?)null).ToArray();
        return amounts.Length == 0 || amounts.Any(static a => a is null) ? null : amounts.Sum(static a => (double)a!.Value.MilliValue);
    }
}
