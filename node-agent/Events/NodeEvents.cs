using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Events;

/// <summary>Events about the node, as kubelet records them: what has become of it between two states. Pure.</summary>
public static class NodeEvents
{
    private static readonly (string Condition, string WhenNot, string When)[] Reasons =
    [
        (NodeConditionType.MemoryPressure, "NodeHasSufficientMemory", "NodeHasInsufficientMemory"),
        (NodeConditionType.DiskPressure, "NodeHasNoDiskPressure", "NodeHasDiskPressure"),
        (NodeConditionType.PIDPressure, "NodeHasSufficientPID", "NodeHasInsufficientPID"),
        (NodeConditionType.Ready, "NodeNotReady", "NodeReady"),
    ];

    /// <summary>What happened between two states of a node; the first one is empty before it has registered.</summary>
    public static IEnumerable<(string Type, string Reason, string Message)> Between(Node before, Node now)
    {
        var name = now.Metadata.Name;
        if (before.Status.NodeInfo.BootID is { Length: > 0 } boot && boot != now.Status.NodeInfo.BootID)
            yield return ("Warning", "Rebooted", $"Node {name} has been rebooted, boot id: {now.Status.NodeInfo.BootID}");
        foreach (var (type, whenNot, when) in Reasons)
        {
            if (StatusOf(now, type) is { } status && status != StatusOf(before, type))
                yield return Status(status == ConditionStatus.True ? when : whenNot);
        }

        if (before.Spec.Unschedulable != now.Spec.Unschedulable) yield return Status(now.Spec.Unschedulable ? "NodeNotSchedulable" : "NodeSchedulable");

        static string? StatusOf(Node node, string type) => node.Status.Conditions.FirstOrDefault(condition => condition.Type == type)?.Status;
        (string, string, string) Status(string reason) => ("Normal", reason, $"Node {name} status is now: {reason}");
    }

    /// <summary>The node as kubelet's events name it: its uid is its name.</summary>
    public static ObjectReference About(string node) => new() { Kind = "Node", Name = node, Uid = node };
}
