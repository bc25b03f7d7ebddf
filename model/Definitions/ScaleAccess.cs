using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>How the scale subresource reads and writes an object.</summary>
public sealed record ScaleAccess(
    Func<KubeObject, int> SpecReplicas,
    Func<KubeObject, int> StatusReplicas,
    Func<KubeObject, string> Selector,
    Func<KubeObject, int, KubeObject> WithReplicas)
{
    /// <summary>A selector as scale's status gives it: <c>a=b,c in (d,e)</c>, empty when it selects nothing.</summary>
    public static string SelectorText(LabelSelector? selector) => Cells.Selector(selector) is var text && text == Cells.None ? "" : text;
}
