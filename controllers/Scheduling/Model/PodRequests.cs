using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>What a pod asks of its node (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers).</summary>
public static class PodRequests
{
    /// <summary>What a container without a request is taken to use when nodes are compared.</summary>
    private static readonly Amounts Unstated = new(100, 200L << 20, 0);

    /// <summary>
    /// Containers and sidecars together, or the most that the start-up needs at once (each init container beside the sidecars before it),
    /// whichever is more; plus the overhead of the runtime. CPU and memory stated for the pod as a whole stand instead of those sums.
    /// </summary>
    public static Amounts Of(Pod pod) => Total(pod, static (_, container) => Amounts.Of(container.Resources.Requests), static whole => whole.Requests);

    /// <summary>The most that the pod may use, added up in the same way. What a container leaves open counts as nothing.</summary>
    public static Amounts LimitsOf(Pod pod) => Total(pod, static (_, container) => Amounts.Of(container.Resources.Limits), static whole => whole.Limits);

    /// <summary>Whether the pod may take something else than when it was made: nothing of a new pod's specification has been changed.</summary>
    public static bool MayChange(Pod pod) => pod.Metadata.Generation > 1;

    /// <summary>What the pod takes of its node, of which it may have more than it asks for while it is resized (<see cref="HeldResources"/>).</summary>
    public static Amounts HeldBy(Pod pod) => Total(pod, static (pod, container) => Amounts.Of(HeldResources.Requests(pod, container)), static whole => whole.Requests);

    /// <summary>The most that the pod may use, also while it is resized.</summary>
    public static Amounts LimitsHeldBy(Pod pod) => Total(pod, static (pod, container) => Amounts.Of(HeldResources.Limits(pod, container)), static whole => whole.Limits);

    /// <summary>What the pod takes, where a container that states no CPU or memory is taken to use a little, so that such pods spread too.</summary>
    public static Amounts Estimate(Pod pod) => Total(pod, static (pod, container) =>
    {
        var requests = HeldResources.Requests(pod, container);
        var stated = Amounts.Of(requests);
        return stated with
        {
            MilliCpu = requests.ContainsKey(ResourceName.Cpu) ? stated.MilliCpu : Unstated.MilliCpu,
            Memory = requests.ContainsKey(ResourceName.Memory) ? stated.Memory : Unstated.Memory,
        };
    }, static whole => whole.Requests);

    private static Amounts Total(
        Pod pod, Func<Pod, Container, Amounts> amountsOf, Func<ResourceRequirements, IReadOnlyDictionary<string, Quantity>> ofPod)
    {
        var (running, sidecars, startup) = (default(Amounts), default(Amounts), default(Amounts));
        foreach (var container in pod.Spec.Containers) running += amountsOf(pod, container);
        foreach (var container in pod.Spec.InitContainers)
        {
            var amounts = amountsOf(pod, container);
            if (container.RestartPolicy == ContainerRestartPolicy.Always) startup = Amounts.Max(startup, sidecars += amounts);
            else startup = Amounts.Max(startup, sidecars + amounts);
        }

        var total = Amounts.Max(running + sidecars, startup);
        if (pod.Spec.Resources is { } resources && ofPod(resources) is { Count: > 0 } whole)
        {
            var stated = Amounts.Of(whole);
            if (whole.ContainsKey(ResourceName.Cpu)) total = total with { MilliCpu = stated.MilliCpu };
            if (whole.ContainsKey(ResourceName.Memory)) total = total with { Memory = stated.Memory };
        }

        return pod.Spec.Overhead.Count == 0 ? total : total + Amounts.Of(pod.Spec.Overhead);
    }
}
