using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers;

/// <summary>What controllers want to know about a node.</summary>
public static class NodeFacts
{
    public static NodeCondition? Condition(this Node node, string type)
    {
        foreach (var condition in node.Status.Conditions)
            if (condition.Type == type) return condition;
        return null;
    }

    public static bool IsReady(this Node node) => node.Condition(NodeConditionType.Ready)?.Status == ConditionStatus.True;
}
