using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.NodeAgent.Runtime;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>A node as it is registered and reported. Pure: conditions keep the time of their last transition.</summary>
public static class NodeStatusBuilder
{
    private const int MostImages = 50;
    private const int MostNames = 5;

    /// <summary>The object that registers a node.</summary>
    public static Node Register(NodeDescription node, DateTimeOffset now) => new()
    {
        ApiVersion = "v1", Kind = "Node",
        Metadata = new ObjectMeta { Name = node.Name, Labels = Labels(node), Annotations = Annotations(node) },
        Status = Status(node, new NodeStatus(), now),
    };

    public static IReadOnlyDictionary<string, string> Labels(NodeDescription node) => new SortedDictionary<string, string>(
        node.Labels.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal)
    {
        ["kubernetes.io/hostname"] = node.Name,
        ["kubernetes.io/os"] = "linux",
        ["kubernetes.io/arch"] = node.Info.Architecture,
        ["beta.kubernetes.io/os"] = "linux",
        ["beta.kubernetes.io/arch"] = node.Info.Architecture,
    };

    /// <summary>The annotations that the control plane reads of a node.</summary>
    public static IReadOnlyDictionary<string, string> Annotations(NodeDescription node) =>
        node.VolumesPath is { } path ? new Dictionary<string, string> { ["node.orleans-kube.io/volumes-path"] = path } : EmptyMap<string>.Value;

    /// <summary>The status now, given the one reported before.</summary>
    public static NodeStatus Status(NodeDescription node, NodeStatus before, DateTimeOffset now) => before with
    {
        Capacity = With(node.Capacity, Others(node, before)),
        Allocatable = With(node.Allocatable, Others(node, before)),
        Addresses =
        [
            new NodeAddress { Type = NodeAddressType.InternalIP, Address = node.InternalIP },
            new NodeAddress { Type = NodeAddressType.Hostname, Address = node.Name },
        ],
        NodeInfo = node.Info,
        Images = node.Images,
        VolumesInUse = node.VolumesInUse,
        DaemonEndpoints = new NodeDaemonEndpoints { KubeletEndpoint = new DaemonEndpoint { Port = 10250 } },
        Conditions = Conditions(node, before.Conditions, now),
    };

    /// <summary>The images that a node tells of: the largest, each with a few of its names, digests first.</summary>
    public static IReadOnlyList<ContainerImage> Images(IEnumerable<RuntimeImage> images) =>
        [.. images.Where(static i => i.Names.Count > 0).OrderByDescending(static i => i.Size).Take(MostImages).Select(static i => new ContainerImage { Names = [.. i.Names.Take(MostNames)], SizeBytes = i.Size })];

    /// <summary>Whether pods may use all that others advertise of resources that the node does not know itself, and no more.</summary>
    /// <param name="status">The node's status.</param>
    /// <param name="own">The extended resources that the node itself knows.</param>
    public static bool OffersAll(NodeStatus status, IReadOnlyCollection<string> own) =>
        Extended(status.Capacity).Where(c => !own.Contains(c.Key)).ToHashSet().SetEquals(Extended(status.Allocatable).Where(a => !own.Contains(a.Key)));

    /// <summary>The extended resources that others advertise by writing the node's capacity (https://kubernetes.io/docs/tasks/administer-cluster/extended-resource-node/).</summary>
    private static IEnumerable<KeyValuePair<string, Quantity>> Others(NodeDescription node, NodeStatus status) => Extended(status.Capacity).Where(c => !node.Capacity.ContainsKey(c.Key));

    private static IEnumerable<KeyValuePair<string, Quantity>> Extended(IReadOnlyDictionary<string, Quantity> resources) => resources.Where(static r => ResourceNames.IsExtended(r.Key));

    private static IReadOnlyDictionary<string, Quantity> With(IReadOnlyDictionary<string, Quantity> own, IEnumerable<KeyValuePair<string, Quantity>> others) =>
        others.Aggregate(own.ToDictionary(StringComparer.Ordinal), static (all, other) =>
        {
            all[other.Key] = other.Value;
            return all;
        });

    private static IReadOnlyList<NodeCondition> Conditions(NodeDescription node, IReadOnlyList<NodeCondition> before, DateTimeOffset now)
    {
        var (memory, disk, pids) = node.Pressure;
        NodeCondition[] current =
        [
            Pressure(NodeConditionType.MemoryPressure, memory, "KubeletHasInsufficientMemory", "KubeletHasSufficientMemory", "sufficient memory available"),
            Pressure(NodeConditionType.DiskPressure, disk, "KubeletHasDiskPressure", "KubeletHasNoDiskPressure", "no disk pressure"),
            Pressure(NodeConditionType.PIDPressure, pids, "KubeletHasInsufficientPID", "KubeletHasSufficientPID", "sufficient PID available"),
            Ready(node.NotReady),
        ];
        return
        [
            .. before.Where(b => !current.Any(c => c.Type == b.Type)),
            .. current.Select(c => c with { LastHeartbeatTime = now, LastTransitionTime = Since(c, before, now) }),
        ];
    }

    private static NodeCondition Pressure(string type, bool under, string bad, string good, string calm) => new()
    {
        Type = type,
        Status = under ? ConditionStatus.True : ConditionStatus.False,
        Reason = under ? bad : good,
        Message = under
            ? type switch { "MemoryPressure" => "kubelet has insufficient memory available", "DiskPressure" => "kubelet has disk pressure", _ => "kubelet has insufficient PID available" }
            : $"kubelet has {calm}",
    };

    private static NodeCondition Ready(string? trouble) => new()
    {
        Type = NodeConditionType.Ready,
        Status = trouble is null ? ConditionStatus.True : ConditionStatus.False,
        Reason = trouble is null ? "KubeletReady" : "KubeletNotReady",
        Message = trouble ?? "kubelet is posting ready status",
    };

    private static DateTimeOffset Since(NodeCondition condition, IReadOnlyList<NodeCondition> before, DateTimeOffset now) =>
        before.FirstOrDefault(b => b.Type == condition.Type && b.Status == condition.Status)?.LastTransitionTime ?? now;
}
