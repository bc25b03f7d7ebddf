using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Pods;

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

    /// <summary>Of what the machine has too little.</summary>
    public static NodePressure Pressure(MachineReading reading, EvictionOptions options) => new(
        Memory: reading.MemoryAvailable < options.MemoryAvailable,
        Disk: reading.DiskAvailable < reading.DiskTotal * options.DiskAvailable,
        Pids: reading.PidsInUse > reading.PidsTotal * (1 - options.PidsAvailable));

    /// <summary>Whether a pod stays whatever the machine is short of.</summary>
    public static bool IsCritical(Pod pod) => pod.Spec.Priority >= SystemCritical;

    /// <summary>Who goes first because of a shortage, and what is said of it; null when there is nobody.</summary>
    public static (Pod Pod, PodVerdict Verdict)? Choose(NodePressure shortage, MachineReading reading, EvictionOptions options, IEnumerable<PodUse> pods)
    {
        var candidates = pods.Where(static use => !IsCritical(use.Pod)).ToList();
        if (shortage.Memory && First(candidates, static use => use.Memory.Values.Sum(), ResourceName.Memory) is { } hungry)
            return (hungry.Pod, Low(ResourceName.Memory, Bytes(options.MemoryAvailable), Bytes(reading.MemoryAvailable), MemoryOf(hungry)));
        if (shortage.Disk && First(candidates, static use => use.Disk, ResourceName.EphemeralStorage) is { } big)
            return (big.Pod, Low(ResourceName.EphemeralStorage, Bytes((long)(reading.DiskTotal * options.DiskAvailable)), Bytes(reading.DiskAvailable), ""));
        if (shortage.Pids && First(candidates, static use => use.Processes, "") is { } many)
            return (many.Pod, Low("pids", Count((long)(reading.PidsTotal * options.PidsAvailable)), Count(reading.PidsTotal - reading.PidsInUse), ""));
        return null;
    }

    /// <summary>Why a pod goes because it takes more of the disk than it may, or null when it does not.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="volumes">By name, what its folders on disk hold.</param>
    /// <param name="containers">By name, what its containers wrote into their own layers.</param>
    public static PodVerdict? OverLimit(Pod pod, IReadOnlyDictionary<string, long> volumes, IReadOnlyDictionary<string, long> containers)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.EmptyDir?.SizeLimit is { Value: > 0 } limit && volumes.GetValueOrDefault(volume.Name) > limit.Value)
                return Gone($"Usage of EmptyDir volume \"{volume.Name}\" exceeds the limit \"{limit}\". ");
        }

        var limits = pod.Spec.Containers.Where(static c => c.Resources.Limits.ContainsKey(ResourceName.EphemeralStorage)).ToDictionary(static c => c.Name, static c => c.Resources.Limits[ResourceName.EphemeralStorage]);
        foreach (var (name, limit) in limits)
            if (containers.GetValueOrDefault(name) > limit.Value) return Gone($"Container {name} exceeded its local ephemeral storage limit \"{limit}\". ");
        if (limits.Count == 0 || limits.Count < pod.Spec.Containers.Count) return null;
        var whole = limits.Values.Aggregate(static (sum, limit) => sum + limit);
        return volumes.Values.Sum() + containers.Values.Sum() > whole.Value ? Gone($"Pod ephemeral local storage usage exceeds the total limit of containers {whole}. ") : null;
    }

    private static PodUse? First(IEnumerable<PodUse> candidates, Func<PodUse, long> used, string resource) => candidates
        .Select(use => (Use: use, Beyond: used(use) - Asked(use.Pod, resource)))
        .OrderByDescending(static c => c.Beyond > 0).ThenBy(static c => c.Use.Pod.Spec.Priority ?? 0).ThenByDescending(static c => c.Beyond)
        .Select(static c => c.Use).FirstOrDefault();

    private static long Asked(Pod pod, string resource) => pod.Spec.Containers.Sum(c => c.Resources.Requests.TryGetValue(resource, out var request) ? request.Value : 0);

    private static string MemoryOf(PodUse use)
    {
        var said = "";
        foreach (var container in use.Pod.Spec.Containers)
        {
            var request = container.Resources.Requests.GetValueOrDefault(ResourceName.Memory);
            if (use.Memory.TryGetValue(container.Name, out var used) && used > request.Value)
                said += $"Container {container.Name} was using {Bytes(used)}, request is {request}, has larger consumption of memory. ";
        }

        return said;
    }

    private static PodVerdict Low(string resource, string threshold, string available, string more) =>
        Gone($"The node was low on resource: {resource}. Threshold quantity: {threshold}, available: {available}. {more}");

    private static PodVerdict Gone(string message) => new(Evicted, message, Grace);

    private static string Bytes(long amount) => Quantity.Of(amount >> 10 << 10, QuantityFormat.BinarySI).ToString();

    private static string Count(long amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
