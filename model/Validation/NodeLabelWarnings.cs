using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Model.Validation;

/// <summary>Where selectors of nodes name labels that others have replaced (k8s.io/kubernetes/pkg/api/node/util.go).</summary>
internal static class NodeLabelWarnings
{
    private static readonly Dictionary<string, string> Old = new(StringComparer.Ordinal)
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        ["app.kubernetes.io/created-by"] = "deprecated since v1.9",
        ["scheduler.alpha.kubernetes.io/preferAvoidPods"] = "deprecated since v1.22; use Taints and Tolerations instead",
        ["node-role.kubernetes.io/master"] = "use \"node-role.kubernetes.io/control-plane\" instead",
    };

    /// <summary>Of labels that a node must have, each at a path of its own.</summary>
    public static IEnumerable<string> OfLabels(IEnumerable<string> keys, Func<string, string> path) =>
        from key in keys where Old.ContainsKey(key) select $"{path(key)}: {Old[key]}";

    /// <summary>Of one label that is named as a value.</summary>
    public static IEnumerable<string> OfKey(string key, string path) => Old.TryGetValue(key, out var message) ? [$"{path}: {key} is {message}"] : [];

    public static IEnumerable<string> OfTerm(NodeSelectorTerm? term, string path) =>
        (term?.MatchExpressions ?? []).SelectMany((expression, i) => OfKey(expression.Key, $"{path}.matchExpressions[{i}].key"));

    public static IEnumerable<string> OfTerms(NodeSelector? selector, string path) =>
        (selector?.NodeSelectorTerms ?? []).SelectMany((term, i) => OfTerm(term, $"{path}.nodeSelectorTerms[{i}]"));

    public static IEnumerable<string> Of(StorageClass value) => value.AllowedTopologies.SelectMany(static (term, i) => term.MatchLabelExpressions
        .SelectMany((expression, j) => OfLabels([expression.Key], _ => $"allowedTopologies[{i}].matchLabelExpressions[{j}].key")));
}
