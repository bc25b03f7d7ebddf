using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Model.Definitions;

/// <summary>How the scale subresource reads and writes an object.</summary>
public sealed record ScaleAccess(
    Func<KubeObject, int> SpecReplicas,
    Func<KubeObject, int> StatusReplicas,
    Func<KubeObject, string> Selector,
    Func<KubeObject, int, KubeObject> WithReplicas)
{
    private static readonly string[] BuiltIn = ["v1", "apps/v1", "apps/v1beta2", "apps/v1beta1", "extensions/v1beta1"];

    private static readonly Dictionary<string, FieldSet> InSpec =
        BuiltIn.ToDictionary(static version => version, static _ => FieldSet.Of("spec", "replicas"), StringComparer.Ordinal);

    /// <summary>The field that holds the number of replicas, by the apiVersion of those who own it; the empty set for a version without scale.</summary>
    public IReadOnlyDictionary<string, FieldSet> ReplicasFields { get; init; } = InSpec;

    /// <summary>A selector as scale's status gives it: <c>a=b,c in (d,e)</c>, empty when it selects nothing.</summary>
    public static string SelectorText(LabelSelector? selector) => Cells.Selector(selector) is var text && text == Cells.None ? "" : text;
}
