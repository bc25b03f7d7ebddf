using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.StaticPods;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>
/// Whether the node has room for a pod that was bound to it. The scheduler asks the same before it binds; a pod that names its node itself is
/// judged here alone. Pure.
/// </summary>
public static class PodAdmission
{
    private const string Linux = "linux";
    private const string AnyAddress = "0.0.0.0";

    /// <summary>Why the node refuses the pod, in kubelet's words, or null when it takes it.</summary>
    /// <param name="pod">The newcomer.</param>
    /// <param name="others">The pods that the node has, with what it has set aside for them.</param>
    /// <param name="node">The node as it is known to the cluster.</param>
    public static PodVerdict? Check(Pod pod, IEnumerable<Pod> others, Node node)
    {
        var present = Present(pod, others);
        return Before(pod, node) ?? Room(pod, present, node.Status.Allocatable) ?? After(pod, present, node);
    }

    /// <summary>Those who have to go so that the node can take a critical pod that it has no room for; none where it can do without, or refuses it for another reason.</summary>
    /// <param name="pod">The newcomer.</param>
    /// <param name="others">The pods that the node has, with what it has set aside for them.</param>
    /// <param name="node">The node as it is known to the cluster.</param>
    public static IReadOnlyList<Pod> MakeRoom(Pod pod, IEnumerable<Pod> others, Node node)
    {
        var present = Present(pod, others);
        if (!EvictionPlanner.IsCritical(pod) || Before(pod, node) is not null || After(pod, present, node) is not null) return [];
        var needs = Wants(pod, present, node.Status.Allocatable).ToDictionary(static s => s.Resource, static s => s.Requested - (s.Capacity - s.Used));
        return needs.Count == 0 ? [] : PodPreemption.Choose(pod, present, needs, Held) ?? [];
    }

    /// <summary>The pods that are in a newcomer's way.</summary>
    internal static List<Pod> Present(Pod pod, IEnumerable<Pod> others) => [.. others.Where(o => o.Metadata.Uid != pod.Metadata.Uid && Occupies(o))];

    private static PodVerdict? Before(Pod pod, Node node) => Pressure(pod, node) ?? OperatingSystem(pod) ?? Groups(pod);

    private static PodVerdict? After(Pod pod, List<Pod> present, Node node) => Selection(pod, node, NodeAffinity) ?? Ports(pod, present) ?? Selection(pod, node, Taints);

    /// <summary>How much of a resource a pod has.</summary>
    internal static long Held(Pod pod, string resource) => resource == ResourceName.Pods ? 1 : AmountOf(resource)(Request(pod, resource, HeldResources.Requests));

    private static Func<Quantity, long> AmountOf(string resource) => resource == ResourceName.Cpu ? static q => q.MilliValue : static q => q.Value;

    /// <summary>Why a pod that runs here cannot have the resources that it asks for now, or null when it can: never, or not yet.</summary>
    /// <param name="pod">The pod as it should be.</param>
    /// <param name="others">The pods that the node has, with what it has set aside for them.</param>
    /// <param name="node">The node as it is known to the cluster.</param>
    public static PodVerdict? CheckResize(Pod pod, IEnumerable<Pod> others, Node node)
    {
        // Of two shortages the last, memory, is the one that is told.
        if (Shortages(pod, [], node.Status.Allocatable).LastOrDefault() is { } never)
            return new PodVerdict(HeldResources.Infeasible, $"Node didn't have enough capacity: {never.Resource}, requested: {never.Requested}, capacity: {never.Capacity}");
        return Check(pod, others, node) is { } now ? new PodVerdict(HeldResources.Deferred, now.Message) : null;
    }

    /// <summary>A node that is short of something takes critical pods; one that is short of memory alone also those that ask for a share of it.</summary>
    private static PodVerdict? Pressure(Pod pod, Node node)
    {
        string[] types = [NodeConditionType.MemoryPressure, NodeConditionType.DiskPressure, NodeConditionType.PIDPressure];
        var present = node.Status.Conditions.Where(c => c.Status == Model.Core.ConditionStatus.True && types.Contains(c.Type)).Select(static c => c.Type).ToList();
        if (present.Count == 0 || EvictionPlanner.IsCritical(pod)) return null;
        if (present is [NodeConditionType.MemoryPressure] && (QualityOfService.Of(pod.Spec) != PodQOSClass.BestEffort || Tolerates(pod))) return null;
        return new PodVerdict(EvictionPlanner.Evicted, $"The node had condition: [{string.Join(' ', present)}]. ");
    }

    private static bool Tolerates(Pod pod) => pod.Spec.Tolerations.Any(static t => t.Key is "" or "node.kubernetes.io/memory-pressure" && t.Effect is "" or "NoSchedule" && (t.Key.Length > 0 || t.Operator == "Exists"));

    /// <summary>A pod that is over, or on its way out with nothing that runs, is in nobody's way: the API server may have let it go already.</summary>
    internal static bool Occupies(Pod pod) =>
        pod.Status.Phase is not (PodPhase.Succeeded or PodPhase.Failed)
        && (pod.Metadata.DeletionTimestamp is null || pod.Status.ContainerStatuses.Any(static s => s.State.Running is not null));

    private static PodVerdict? OperatingSystem(Pod pod)
    {
        if (pod.Metadata.Labels.GetValueOrDefault("kubernetes.io/os", Linux) != Linux)
            return new PodVerdict("PodOSSelectorNodeLabelDoesNotMatch", "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label");
        return pod.Spec.Os is { } os && os.Name != Linux ? new PodVerdict("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS") : null;
    }

    /// <summary>Docker gives processes the groups that the image names beyond those of the pod.</summary>
    private static PodVerdict? Groups(Pod pod) => pod.Spec.SecurityContext?.SupplementalGroupsPolicy == SupplementalGroupsPolicy.Strict
        ? new PodVerdict("SupplementalGroupsPolicyNotSupported", $"SupplementalGroupsPolicy={SupplementalGroupsPolicy.Strict} is not supported in this node")
        : null;

    /// <summary>
    /// Whether a pod that named its node itself may be there. Where the scheduler chose, it knew the node's labels and taints better than the node, to which
    /// news of itself may come after the pod. Static pods run whatever the taints are.
    /// </summary>
    private static PodVerdict? Selection(Pod pod, Node node, Func<Pod, Node, PodVerdict?> check) =>
        node.Metadata.Name.Length == 0 || pod.Status.Conditions.Any(static c => c is { Type: PodConditionType.PodScheduled, Status: Model.Core.ConditionStatus.True }) ? null : check(pod, node);

    private static PodVerdict? NodeAffinity(Pod pod, Node node) => NodeSelectors.Allow(pod.Spec, node) ? null : Failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");

    private static PodVerdict? Taints(Pod pod, Node node) =>
        !StaticPod.Is(pod) && node.Spec.Taints.Any(taint => taint.Effect == TaintEffect.NoExecute && !Tolerations.Tolerate(pod.Spec.Tolerations, taint))
            ? Failed("TaintToleration", "node(s) had taints that the pod didn't tolerate")
            : null;

    private static PodVerdict Failed(string predicate, string why) => new(predicate, $"Predicate {predicate} failed: {why}");

    private static PodVerdict? Room(Pod pod, List<Pod> present, IReadOnlyDictionary<string, Quantity> allocatable) =>
        Wants(pod, present, allocatable).FirstOrDefault() is { } shortage ? Missing(shortage) : null;

    /// <summary>All that there is too little of.</summary>
    private static IEnumerable<Shortage> Wants(Pod pod, List<Pod> present, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        if (allocatable.TryGetValue(ResourceName.Pods, out var most) && present.Count + 1 > most.Value) yield return new Shortage(ResourceName.Pods, 1, present.Count, most.Value);
        foreach (var shortage in Shortages(pod, present, allocatable).Concat(OtherShortages(pod, present, allocatable))) yield return shortage;
    }

    private static IEnumerable<Shortage> Shortages(Pod pod, List<Pod> present, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        if (ShortageOf(ResourceName.Cpu, pod, present, allocatable) is { } cpu) yield return cpu;
        if (ShortageOf(ResourceName.Memory, pod, present, allocatable) is { } memory) yield return memory;
    }

    /// <summary>The disk, and what is counted by number. Extended resources that the node does not know are the cluster's affair.</summary>
    private static IEnumerable<Shortage> OtherShortages(Pod pod, List<Pod> present, IReadOnlyDictionary<string, Quantity> allocatable) => pod.Spec.Containers.Concat(pod.Spec.InitContainers)
        .SelectMany(static c => c.Resources.Requests.Keys).Where(static r => r is not (ResourceName.Cpu or ResourceName.Memory)).Distinct()
        .OrderBy(static r => r != ResourceName.EphemeralStorage).ThenBy(static r => r, StringComparer.Ordinal)
        .Select(r => ShortageOf(r, pod, present, allocatable)).OfType<Shortage>();

    private static Shortage? ShortageOf(string resource, Pod pod, List<Pod> present, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        var amount = AmountOf(resource);
        var wanted = amount(Request(pod, resource, static (_, container) => container.Resources.Requests));
        if (wanted == 0 || !allocatable.TryGetValue(resource, out var capacity)) return null;
        var used = present.Sum(p => amount(Request(p, resource, HeldResources.Requests)));
        return wanted + used > amount(capacity) ? new Shortage(resource, wanted, used, amount(capacity)) : null;
    }

    private static PodVerdict Missing(Shortage shortage) => new($"OutOf{shortage.Resource}", shortage.ToString());

    private static PodVerdict? Ports(Pod pod, List<Pod> present)
    {
        var wanted = HostPorts(pod).ToList();
        return wanted.Count > 0 && present.SelectMany(HostPorts).Any(taken => wanted.Any(port => Conflict(port, taken)))
            ? Failed("NodePorts", "node(s) didn't have free ports for the requested pod ports")
            : null;
    }

    private static bool Conflict(ContainerPort one, ContainerPort other) =>
        one.HostPort == other.HostPort && Protocol(one) == Protocol(other)
        && (Address(one) == Address(other) || Address(one) == AnyAddress || Address(other) == AnyAddress);

    private static string Address(ContainerPort port) => port.HostIP.Length == 0 ? AnyAddress : port.HostIP;

    private static string Protocol(ContainerPort port) => port.Protocol.Length == 0 ? Model.Core.Protocol.TCP : port.Protocol;

    private static IEnumerable<ContainerPort> HostPorts(Pod pod) => Lasting(pod).SelectMany(static c => c.Ports).Where(static p => p.HostPort > 0);

    /// <summary>What runs for as long as the pod does: its containers and sidecars.</summary>
    private static IEnumerable<Container> Lasting(Pod pod) =>
        pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(static c => PodContainers.KindOfInit(c) == ContainerKind.Sidecar));

    /// <summary>What lasts, or an init container beside the sidecars before it where that is more; and the overhead.</summary>
    private static Quantity Request(Pod pod, string resource, Func<Pod, Container, IReadOnlyDictionary<string, Quantity>> requests)
    {
        var (sidecars, startup) = (Quantity.Zero, Quantity.Zero);
        foreach (var container in pod.Spec.InitContainers)
        {
            var amount = sidecars + requests(pod, container).GetValueOrDefault(resource);
            if (PodContainers.KindOfInit(container) == ContainerKind.Sidecar) sidecars = amount;
            if (amount > startup) startup = amount;
        }

        var lasting = pod.Spec.Containers.Aggregate(sidecars, (sum, c) => sum + requests(pod, c).GetValueOrDefault(resource));
        var whole = pod.Spec.Resources?.Requests is { } stated && stated.TryGetValue(resource, out var ofPod) ? ofPod : startup > lasting ? startup : lasting;
        return whole + pod.Spec.Overhead.GetValueOrDefault(resource);
    }

    /// <summary>Of what the node has too little.</summary>
    private sealed record Shortage(string Resource, long Requested, long Used, long Capacity)
    {
        public override string ToString() => $"Node didn't have enough resource: {Resource}, requested: {Requested}, used: {Used}, capacity: {Capacity}";
    }
}
