using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>The taints that follow from a node's conditions. Taints of others stay as they are.</summary>
public static class NodeTaintRules
{
    // Each condition and state, and the taint that keeps new pods away.
    private static readonly (string Condition, string Status, string Taint)[] Repelling =
    [
        (NodeConditionType.Ready, ConditionStatus.False, NodeTaints.NotReady),
        (NodeConditionType.Ready, ConditionStatus.Unknown, NodeTaints.Unreachable),
        (NodeConditionType.MemoryPressure, ConditionStatus.True, NodeTaints.MemoryPressure),
        (NodeConditionType.DiskPressure, ConditionStatus.True, NodeTaints.DiskPressure),
        (NodeConditionType.PIDPressure, ConditionStatus.True, NodeTaints.PIDPressure),
        (NodeConditionType.NetworkUnavailable, ConditionStatus.True, NodeTaints.NetworkUnavailable),
    ];

    /// <summary>The taints that the node should have, or null when it has them. Those that drive pods away come by leave, once they are there they stay.</summary>
    public static IReadOnlyList<Taint>? Plan(Node node, EvictionLeave leave, DateTimeOffset now)
    {
        var drives = !leave.Withdrawn && (leave.Granted || node.Spec.Taints.Any(static t => t.Effect == TaintEffect.NoExecute && IsOurs(t)));
        var wanted = Wanted(node, drives).ToList();
        var kept = node.Spec.Taints.Where(taint => !IsOurs(taint) || wanted.Any(w => Same(w, taint))).ToList();
        var added = wanted.Where(w => !kept.Any(taint => Same(w, taint))).Select(w => w with { TimeAdded = now }).ToList();
        return added.Count == 0 && kept.Count == node.Spec.Taints.Count ? null : [.. kept, .. added];
    }

    private static IEnumerable<Taint> Wanted(Node node, bool drives)
    {
        foreach (var (condition, status, taint) in Repelling)
        {
            if (node.Condition(condition)?.Status == status) yield return new Taint { Key = taint, Effect = TaintEffect.NoSchedule };
        }

        if (node.Condition(NodeConditionType.Ready) is null) yield return new Taint { Key = NodeTaints.NotReady, Effect = TaintEffect.NoSchedule };
        if (node.Spec.Unschedulable) yield return new Taint { Key = NodeTaints.Unschedulable, Effect = TaintEffect.NoSchedule };
        if (!drives) yield break;
        if (node.Condition(NodeConditionType.Ready)?.Status == ConditionStatus.False) yield return new Taint { Key = NodeTaints.NotReady, Effect = TaintEffect.NoExecute };
        if (node.Condition(NodeConditionType.Ready)?.Status == ConditionStatus.Unknown) yield return new Taint { Key = NodeTaints.Unreachable, Effect = TaintEffect.NoExecute };
    }

    private static bool IsOurs(Taint taint) => taint.Effect switch
    {
        TaintEffect.NoSchedule => taint.Key == NodeTaints.Unschedulable || Repelling.Any(rule => rule.Taint == taint.Key),
        TaintEffect.NoExecute => taint.Key is NodeTaints.NotReady or NodeTaints.Unreachable,
        _ => false,
    };

    private static bool Same(Taint left, Taint right) => left.Key == right.Key && left.Effect == right.Effect;
}
