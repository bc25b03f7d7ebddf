using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>
/// The resources that the node has set aside for the containers of a pod. What the pod asks for later becomes its allocation once there is room; until then its
/// containers run, and start anew, with what they were given. Immutable.
/// </summary>
public sealed class PodAllocation
{
    private readonly IReadOnlyDictionary<string, ResourceRequirements> _containers;

    private PodAllocation(IEnumerable<KeyValuePair<string, ResourceRequirements>> containers) =>
        _containers = new Dictionary<string, ResourceRequirements>(containers, StringComparer.Ordinal);

    /// <summary>All that the pod asks for.</summary>
    public static PodAllocation Of(PodSpec spec) => new(Containers(spec).Select(static c => KeyValuePair.Create(c.Name, c.Resources)));

    /// <summary>What another agent set aside, as far as the pod's status tells; all that it asks for where that does not say that it waits for more.</summary>
    public static PodAllocation Recall(Pod pod)
    {
        if (!pod.Status.Conditions.Any(static c => c.Type == PodConditionType.PodResizePending)) return Of(pod.Spec);
        var statuses = pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses).ToDictionary(static s => s.Name, StringComparer.Ordinal);
        return new(Containers(pod.Spec).Select(c => KeyValuePair.Create(c.Name, Given(c, statuses.GetValueOrDefault(c.Name)))));
    }

    /// <summary>Whether the pod asks for nothing else.</summary>
    public bool Covers(PodSpec spec) => !Differing(spec).Any();

    /// <summary>The containers that ask for something else.</summary>
    public IEnumerable<string> Differing(PodSpec spec) => Containers(spec).Where(c => !Structural.Equal(ResourcesOf(c), c.Resources)).Select(static c => c.Name);

    /// <summary>The pod with what was set aside for it; the same pod where that is what it asks for.</summary>
    public Pod ApplyTo(Pod pod) => Covers(pod.Spec) ? pod : pod with
    {
        Spec = pod.Spec with
        {
            InitContainers = [.. pod.Spec.InitContainers.Select(c => c with { Resources = ResourcesOf(c) })],
            Containers = [.. pod.Spec.Containers.Select(c => c with { Resources = ResourcesOf(c) })],
        },
    };

    private ResourceRequirements ResourcesOf(Container container) => _containers.GetValueOrDefault(container.Name, container.Resources);

    private static ResourceRequirements Given(Container container, ContainerStatus? status) =>
        status?.Resources is { } actual ? container.Resources with { Requests = status.AllocatedResources, Limits = actual.Limits } : container.Resources;

    private static IEnumerable<Container> Containers(PodSpec spec) => spec.InitContainers.Concat(spec.Containers);
}
