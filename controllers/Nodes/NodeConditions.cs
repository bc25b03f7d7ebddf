using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>The conditions of a node that is silent.</summary>
public static class NodeConditions
{
    private static readonly string[] Judged =
        [NodeConditionType.Ready, NodeConditionType.MemoryPressure, NodeConditionType.DiskPressure, NodeConditionType.PIDPressure];

    private const string Silent = "NodeStatusUnknown";

    /// <summary>Whether the node was found silent: nobody else knows any more how its pods are. One that says itself that it is not ready tells of its pods too.</summary>
    public static bool IsSilent(Node node) => node.Condition(NodeConditionType.Ready) is { Status: ConditionStatus.Unknown, Reason: Silent };

    /// <summary>The node with every condition that only it can know unknown; null when they are already.</summary>
    public static Node? Unknown(Node node, DateTimeOffset now)
    {
        if (Judged.All(type => node.Condition(type)?.Status == ConditionStatus.Unknown)) return null;
        var missing = Judged.Where(type => node.Condition(type) is null).Select(type => new NodeCondition
        {
            Type = type, Status = ConditionStatus.Unknown, LastHeartbeatTime = node.Metadata.CreationTimestamp, LastTransitionTime = now,
            Reason = "NodeStatusNeverUpdated", Message = "Kubelet never posted node status.",
        });
        return node with
        {
            Status = node.Status with { Conditions = [.. node.Status.Conditions.Select(c => Judged.Contains(c.Type) ? Unknown(c, now) : c), .. missing] },
        };
    }

    private static NodeCondition Unknown(NodeCondition known, DateTimeOffset now) => known.Status == ConditionStatus.Unknown ? known : known with
    {
        Status = ConditionStatus.Unknown, LastTransitionTime = now, Reason = Silent, Message = "Kubelet stopped posting node status.",
    };
}
