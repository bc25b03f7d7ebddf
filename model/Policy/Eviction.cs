using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Policy;

[KubeKind("policy/v1", "Eviction")]
public sealed record Eviction : KubeObject
{
    public DeleteOptions? DeleteOptions { get; init; }
}
