using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers;

/// <summary>What label selectors select (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).</summary>
public static class LabelSelectors
{
    /// <summary>Whether all requirements hold. A null selector selects nothing, an empty one everything.</summary>
    public static bool Selects(this LabelSelector? selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is null) return false;
        foreach (var (key, value) in selector.MatchLabels)
            if (!labels.TryGetValue(key, out var found) || found != value) return false;
        foreach (var requirement in selector.MatchExpressions)
            if (!Holds(requirement, labels)) return false;
        return true;
    }

    public static bool IsEmpty(this LabelSelector selector) => selector.MatchLabels.Count == 0 && selector.MatchExpressions.Count == 0;

    /// <summary>A copy with one more entry, or with another value of it.</summary>
    public static IReadOnlyDictionary<string, string> With(this IReadOnlyDictionary<string, string> map, string key, string value) =>
        new Dictionary<string, string>(map) { [key] = value };

    /// <summary>A copy without an entry; the same map when it is not there.</summary>
    public static IReadOnlyDictionary<string, string> Without(this IReadOnlyDictionary<string, string> map, string key)
    {
        if (!map.ContainsKey(key)) return map;
        var copy = new Dictionary<string, string>(map);
        copy.Remove(key);
        return copy.Count == 0 ? EmptyMap<string>.Value : copy;
    }

    private static bool Holds(LabelSelectorRequirement requirement, IReadOnlyDictionary<string, string> labels)
    {
        var present = labels.TryGetValue(requirement.Key, out var value);
        return requirement.Operator switch
        {
            LabelSelectorOperator.In => present && requirement.Values.Contains(value!),
            LabelSelectorOperator.NotIn => !present || !requirement.Values.Contains(value!),
            LabelSelectorOperator.Exists => present,
            LabelSelectorOperator.DoesNotExist => !present,
            _ => false,
        };
    }
}
