using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Eviction;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>
/// Chooses the pods that end so that a critical one can be: no more than it takes, and of those that ask for nothing rather than of those that were promised something.
/// Pure.
/// </summary>
internal static class PodPreemption
{
    /// <summary>What becomes of a pod that has to go.</summary>
    public static PodVerdict Verdict { get; } = new("Preempting", "Preempted in order to admit critical pod") { Disruption = "Pod was preempted by Kubelet to accommodate a critical pod." };

    /// <summary>Those who have to go, or null when even all together would not be enough.</summary>
    /// <param name="critical">The newcomer.</param>
    /// <param name="present">The pods that the node has.</param>
    /// <param name="needs">What is missing, by the resource's name.</param>
    /// <param name="amountOf">What a pod holds of a resource, in the units of what is missing.</param>
    public static IReadOnlyList<Pod>? Choose(Pod critical, IReadOnlyList<Pod> present, IReadOnlyDictionary<string, long> needs, Func<Pod, string, long> amountOf)
    {
        var candidates = present.Where(p => IsBelow(p, critical)).ToLookup(static p => QualityOfService.Of(p.Spec));
        var (least, middle, most) = (candidates[PodQOSClass.BestEffort].ToList(), candidates[PodQOSClass.Burstable].ToList(), candidates[PodQOSClass.Guaranteed].ToList());
        if (Without([.. least, .. middle, .. most], needs, amountOf).Count > 0) return null;
        var guaranteed = Nearest(most, Without([.. least, .. middle], needs, amountOf), amountOf);
        var burstable = Nearest(middle, Without([.. least, .. guaranteed], needs, amountOf), amountOf);
        return [.. Nearest(least, Without([.. burstable, .. guaranteed], needs, amountOf), amountOf), .. burstable, .. guaranteed];
    }

    private static bool IsBelow(Pod pod, Pod critical) => !EvictionPlanner.IsCritical(pod) || (pod.Spec.Priority is { } own && critical.Spec.Priority > own);

    /// <summary>Takes the pod that comes nearest to what is missing, and again, until nothing is; of two the one that asks for less.</summary>
    private static IReadOnlyList<Pod> Nearest(IReadOnlyList<Pod> pods, IReadOnlyDictionary<string, long> needs, Func<Pod, string, long> amountOf)
    {
        var (left, chosen) = (pods.ToList(), new List<Pod>());
        while (needs.Count > 0 && left.Count > 0)
        {
            var next = left.OrderBy(pod => Distance(pod, needs, amountOf)).ThenBy(pod => amountOf(pod, ResourceName.Memory)).ThenBy(pod => amountOf(pod, ResourceName.Cpu)).First();
            left.Remove(next);
            chosen.Add(next);
            needs = Without([next], needs, amountOf);
        }

        return chosen;
    }

    /// <summary>The shares of what would be missing still, squared: each resource counts the same.</summary>
    private static double Distance(Pod pod, IReadOnlyDictionary<string, long> needs, Func<Pod, string, long> amountOf) =>
        needs.Sum(need => Math.Pow(Math.Max(0, need.Value - amountOf(pod, need.Key)) / (double)need.Value, 2));

    private static IReadOnlyDictionary<string, long> Without(IReadOnlyCollection<Pod> gone, IReadOnlyDictionary<string, long> needs, Func<Pod, string, long> amountOf) =>
        needs.Select(need => KeyValuePair.Create(need.Key, need.Value - gone.Sum(pod => amountOf(pod, need.Key)))).Where(static need => need.Value > 0).ToDictionary();
}
