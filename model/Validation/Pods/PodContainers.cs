using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Model.Validation;

/// <summary>The containers of every sort, each with its path, in the order in which Kubernetes looks at them.</summary>
internal static class PodContainers
{
    public static IEnumerable<(string Path, Container Container)> Of(PodSpec spec)
    {
        foreach (var (i, container) in spec.InitContainers.Index()) yield return ($"initContainers[{i}]", container);
        foreach (var (i, container) in spec.Containers.Index()) yield return ($"containers[{i}]", container);
        foreach (var (i, container) in spec.EphemeralContainers.Index()) yield return ($"ephemeralContainers[{i}]", EphemeralContainers.AsContainer(container));
    }
}
