using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Policy;

/// <summary>Asks that a pod be deleted, unless that breaks a budget.</summary>
[KubeKind("policy/v1", "Eviction")]
public sealed record Eviction : KubeObject
{
    /// <summary>How the pod is deleted: grace period, preconditions, dry run.</summary>
    public DeleteOptions? DeleteOptions { get; init; }
}
