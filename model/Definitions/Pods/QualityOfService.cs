using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The quality of service class that a pod's requests and limits give it.</summary>
public static class QualityOfService
{
    /// <summary>
    /// Guaranteed when every container has limits for cpu and memory that equal its requests, BestEffort when none has either, otherwise Burstable.
    /// </summary>
    public static string ClassOf(PodSpec spec)
    {
        var (any, guaranteed) = (false, true);
        foreach (var container in spec.InitContainers) Consider(container.Resources, ref any, ref guaranteed);
        foreach (var container in spec.Containers) Consider(container.Resources, ref any, ref guaranteed);
        return !any ? PodQOSClass.BestEffort : guaranteed ? PodQOSClass.Guaranteed : PodQOSClass.Burstable;
    }

    private static void Consider(ResourceRequirements resources, ref bool any, ref bool guaranteed)
    {
        foreach (var name in (ReadOnlySpan<string>)[ResourceName.Cpu, ResourceName.Memory])
        {
            var hasLimit = resources.Limits.TryGetValue(name, out var limit) && limit.Sign > 0;
            var hasRequest = resources.Requests.TryGetValue(name, out var request) && request.Sign > 0;
            any |= hasLimit || hasRequest;
            guaranteed &= hasLimit && (!hasRequest || request == limit);
        }
    }
}
