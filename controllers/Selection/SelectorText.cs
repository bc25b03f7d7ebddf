using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers;

/// <summary>A selector as Kubernetes' messages show it: as Go prints the generated type.</summary>
internal static class SelectorText
{
    public static string Of(LabelSelector? selector)
    {
        if (selector is null) return "nil";
        var labels = string.Concat(selector.MatchLabels.OrderBy(static label => label.Key, StringComparer.Ordinal).Select(static label => $"{label.Key}: {label.Value},"));
        var expressions = string.Concat(selector.MatchExpressions.Select(static e => $"LabelSelectorRequirement{{Key:{e.Key},Operator:{e.Operator},Values:[{string.Join(' ', e.Values)}],}},"));
        return $"&LabelSelector{{MatchLabels:map[string]string{{{labels}}},MatchExpressions:[]LabelSelectorRequirement{{{expressions}}},}}";
    }
}
