using System.Globalization;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Selectors;

/// <summary>Which nodes node selectors select (https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/).</summary>
public static class NodeSelectors
{
    /// <summary>Whether the pod's nodeSelector and its required node affinity agree to the node.</summary>
    public static bool Allow(PodSpec pod, Node node) =>
        node.Metadata.Labels.Contains(pod.NodeSelector)
        && (pod.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is not { } required || Selects(required, node));

    /// <summary>Whether one term or more selects the node.</summary>
    public static bool Selects(NodeSelector selector, Node node)
    {
        foreach (var term in selector.NodeSelectorTerms)
            if (Selects(term, node)) return true;
        return false;
    }

    /// <summary>Whether all requirements hold. A term without any selects nothing.</summary>
    public static bool Selects(NodeSelectorTerm term, Node node)
    {
        if (term.MatchExpressions.Count + term.MatchFields.Count == 0) return false;
        foreach (var requirement in term.MatchExpressions)
            if (!Holds(requirement, node.Metadata.Labels.GetValueOrDefault(requirement.Key))) return false;
        foreach (var requirement in term.MatchFields)
            if (!Holds(requirement, requirement.Key == "metadata.name" ? node.Metadata.Name : null)) return false;
        return true;
    }

    private static bool Holds(NodeSelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        NodeSelectorOperator.In => value is not null && requirement.Values.Contains(value),
        NodeSelectorOperator.NotIn => value is null || !requirement.Values.Contains(value),
        NodeSelectorOperator.Exists => value is not null,
        NodeSelectorOperator.DoesNotExist => value is null,
        NodeSelectorOperator.Gt => Compare(requirement, value) > 0,
        NodeSelectorOperator.Lt => Compare(requirement, value) < 0,
        _ => false,
    };

    private static int? Compare(NodeSelectorRequirement requirement, string? value) =>
        requirement.Values.Count == 1
        && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var left)
        && long.TryParse(requirement.Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right) : null;
}
