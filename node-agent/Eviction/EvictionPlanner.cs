using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.StaticPods;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>
/// Decides which pod has to go when the machine runs short, and which because it takes more of the disk than it may. Pure. The first to go
/// are pods that use more than they asked for, of those the ones of lower priority, of those the ones that are furthest beyond it.
/// </summary>
public static class EvictionPlanner
{
    /// <summary>The reason of an evicted pod.</summary>
    public const string Evicted = "Evicted";

    /// <summary>From this priority on a pod is critical and stays.</summary>
    private const int SystemCritical = 2_000_000_000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>What the node's conditions say of it, whether it may last for a while or not.</summary>
    public static NodePressure Pressure(IEnumerable<Shortage> found)
    {
        var signals = found.Select(static s => s.Signal).ToHashSet();
        return new NodePressure(Memory: signals.Contains(EvictionSignal.Memory) || signals.Contains(EvictionSignal.PodsMemory), Disk: signals.Any(EvictionSignal.IsOfDisk), Pids: signals.Contains(EvictionSignal.Pids));
    }

    /// <summary>Whether a pod stays whatever the machine is short of.</summary>
    public static bool IsCritical(Pod pod) => pod.Spec.Priority >= SystemCritical || StaticPod.Is(pod) || StaticPod.IsMirror(pod);

    /// <summary>Who goes first because of a shortage, and what is said of it; null when there is nobody.</summary>
    /// <param name="shortage">What has to be had.</param>
    /// <param name="longestGrace">The most time that a pod gets to end where the shortage may last for a while.</param>
    /// <param name="pods">All pods, with what they take.</param>
    public static (Pod Pod, PodVerdict Verdict)? Choose(Shortage shortage, TimeSpan longestGrace, IEnumerable<PodUse> pods)
    {
        if (First(pods.Where(static use => !IsCritical(use.Pod)), use => Used(use, shortage.Resource), shortage.Resource) is not { } victim) return null;
        var greedy = Excess(victim, shortage.Resource).ToList();
        var message = $"The node was low on resource: {shortage.Resource}. Threshold quantity: {shortage.Threshold}, available: {shortage.Available}. {string.Concat(greedy.Select(static g => g.Said))}";
        return (victim.Pod, new PodVerdict(Evicted, message, shortage.By.IsHard ? Grace : SoftGrace(victim.Pod, longestGrace))
        {
            Disruption = message,
            Annotations = new Dictionary<string, string>
            {
                ["offending_containers"] = string.Join(',', greedy.Select(static g => g.Name)), ["offending_containers_usage"] = string.Join(',', greedy.Select(static g => g.Used)),
                ["starved_resource"] = shortage.Resource,
            },
        });
    }

    /// <summary>Why a pod goes because it takes more of the disk than it may, or null when it does not.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="volumes">By name, what its folders on disk hold.</param>
    /// <param name="containers">By name, what its containers wrote into their own layers and logs.</param>
    /// <param name="own">What of that counts against a container's own limit; null for all of it.</param>
    public static PodVerdict? OverLimit(Pod pod, IReadOnlyDictionary<string, long> volumes, IReadOnlyDictionary<string, long> containers, IReadOnlyDictionary<string, long>? own = null)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.EmptyDir?.SizeLimit is { Value: > 0 } limit && volumes.GetValueOrDefault(volume.Name) > limit.Value)
                return Gone($"Usage of EmptyDir volume \"{volume.Name}\" exceeds the limit \"{limit}\". ");
        }

        if (Limit(pod.Spec, ResourceName.EphemeralStorage) is { } whole && volumes.Values.Sum() + containers.Values.Sum() > whole.Value) return Gone($"Pod ephemeral local storage usage exceeds the total limit of containers {whole}. ");
        foreach (var container in pod.Spec.Containers)
        {
            if (container.Resources.Limits.GetValueOrDefault(ResourceName.EphemeralStorage) is { Value: > 0 } limit && (own ?? containers).GetValueOrDefault(container.Name) > limit.Value)
                return Gone($"Container {container.Name} exceeded its local ephemeral storage limit \"{limit}\". ");
        }

        return null;
    }

    private static PodUse? First(IEnumerable<PodUse> candidates, Func<PodUse, long> used, string resource) => candidates
        .Select(use => (Use: use, Beyond: used(use) - Asked(use.Pod, resource)))
        .OrderByDescending(c => c.Beyond > 0 && resource != EvictionSignal.PidsResource).ThenBy(static c => c.Use.Pod.Spec.Priority ?? 0).ThenByDescending(static c => c.Beyond)
        .Select(static c => c.Use).FirstOrDefault();

    /// <summary>What the pod asked for: its containers together, or the init container that asked for more, and what its runtime takes.</summary>
    private static long Asked(Pod pod, string resource)
    {
        var asked = Math.Max(pod.Spec.Containers.Sum(Of), pod.Spec.InitContainers.Select(Of).DefaultIfEmpty().Max());
        return asked == 0 ? 0 : asked + pod.Spec.Overhead.GetValueOrDefault(resource).Value;

        long Of(Container container) => container.Resources.Requests.GetValueOrDefault(resource).Value;
    }

    /// <summary>The most that the pod may take, null where none of its containers has a limit: its containers and sidecars together, or what its start needs at once.</summary>
    private static Quantity? Limit(PodSpec pod, string resource)
    {
        Quantity? running = null, sidecars = null, startup = null;
        foreach (var container in pod.Containers) running = Sum(running, Of(container));
        foreach (var container in pod.InitContainers)
        {
            if (container.RestartPolicy == ContainerRestartPolicy.Always) startup = Most(startup, sidecars = Sum(sidecars, Of(container)));
            else startup = Most(startup, Sum(sidecars, Of(container)));
        }

        return Most(Sum(running, sidecars), startup) is { } most ? most + pod.Overhead.GetValueOrDefault(resource) : null;

        Quantity? Of(Container container) => container.Resources.Limits.TryGetValue(resource, out var limit) ? limit : null;
        static Quantity? Sum(Quantity? one, Quantity? other) => one is { } first && other is { } second ? first + second : one ?? other;
        static Quantity? Most(Quantity? one, Quantity? other) => one is { } first && other is { } second ? (first.Value >= second.Value ? first : second) : one ?? other;
    }

    private static long Used(PodUse use, string resource) => resource switch
    {
        ResourceName.Memory => use.Memory.Values.Sum(),
        EvictionSignal.InodesResource => use.Inodes,
        EvictionSignal.PidsResource => use.Processes,
        _ => use.Disk,
    };

    /// <summary>The containers that take more than they asked for; of inodes and process ids there is nothing to ask for.</summary>
    private static IEnumerable<(string Name, Quantity Used, string Said)> Excess(PodUse use, string resource)
    {
        var used = resource switch { ResourceName.Memory => use.Memory, ResourceName.EphemeralStorage => use.Written, _ => EmptyMap<long>.Value };
        foreach (var container in use.Pod.Spec.Containers.Concat(use.Pod.Spec.InitContainers))
        {
            var request = container.Resources.Requests.GetValueOrDefault(resource);
            if (used.TryGetValue(container.Name, out var bytes) && bytes > request.Value)
                yield return (container.Name, Bytes(bytes), $"Container {container.Name} was using {Bytes(bytes)}, request is {request}, has larger consumption of {resource}. ");
        }
    }

    private static TimeSpan SoftGrace(Pod pod, TimeSpan longest) =>
        pod.Spec.TerminationGracePeriodSeconds is { } own && TimeSpan.FromSeconds(own) < longest ? TimeSpan.FromSeconds(own) : longest;

    private static PodVerdict Gone(string message) => new(Evicted, message, Grace);

    private static Quantity Bytes(long amount) => Quantity.Of(amount, QuantityFormat.BinarySI);
}
