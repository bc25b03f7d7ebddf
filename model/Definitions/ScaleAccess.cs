using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>How the scale subresource reads and writes an object.</summary>
public sealed record ScaleAccess(
    Func<KubeObject, int> SpecReplicas,
    Func<KubeObject, int> StatusReplicas,
    Func<KubeObject, string> Selector,
    Func<KubeObject, int, KubeObject> WithReplicas);
