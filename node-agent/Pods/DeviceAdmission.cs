using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Devices;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Whether the node has the devices that a pod asks for: unlike what is only counted, they are given out by name, and that fails in words of its own. Pure.</summary>
internal static class DeviceAdmission
{
    /// <summary>Why the pod cannot have its devices, in kubelet's words, or null when it can.</summary>
    /// <param name="pod">The newcomer.</param>
    /// <param name="others">The pods that the node has.</param>
    /// <param name="devices">The devices of the node, by resource. Of what is not among them nobody gives out any.</param>
    public static PodVerdict? Check(Pod pod, IReadOnlyCollection<Pod> others, IReadOnlyDictionary<string, DeviceCount> devices) => devices
        .OrderBy(static d => d.Key, StringComparer.Ordinal).Select(d => Trouble(pod, PodAdmission.Present(pod, others), d.Key, d.Value.Healthy)).FirstOrDefault(static t => t is not null) is { } trouble
        ? new PodVerdict("UnexpectedAdmissionError", $"Allocate failed due to {trouble}, which is unexpected")
        : null;

    /// <summary>Goes through the containers in the order in which they get their devices; those of init containers that will be done are their pod's to use again.</summary>
    private static string? Trouble(Pod pod, List<Pod> present, string resource, int healthy)
    {
        var free = Math.Max(0, healthy - present.Sum(p => PodAdmission.Held(p, resource)));
        var reusable = 0L;
        foreach (var (container, kind) in PodContainers.All(pod.Spec))
        {
            var wanted = container.Resources.Limits.GetValueOrDefault(resource).Value;
            if (wanted == 0) continue;
            if (healthy == 0) return $"no healthy devices present; cannot allocate unhealthy devices {resource}";
            var needed = wanted - Math.Min(wanted, reusable);
            if (needed > free) return $"requested number of devices unavailable for {resource}. Requested: {needed}, Available: {free}";
            free -= needed;
            reusable = kind == ContainerKind.Init ? Math.Max(reusable, wanted) : reusable - (wanted - needed);
        }

        return null;
    }
}
