using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Rbac;

/// <summary>What may be done, in the whole cluster or in any namespace where it is bound.</summary>
[KubeKind("rbac.authorization.k8s.io/v1", "ClusterRole")]
public sealed record ClusterRole : KubeObject
{
    /// <summary>What may be done.</summary>
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<PolicyRule> Rules { get; init => field = value ?? []; } = [];

    /// <summary>The roles whose rules are gathered here. The rules are kept by the system then.</summary>
    public AggregationRule? AggregationRule { get; init; }
}

/// <summary>Roles whose rules are gathered.</summary>
public sealed record AggregationRule
{
    /// <summary>Labels of the roles; one selector is enough.</summary>
    [Atomic]
    public IReadOnlyList<LabelSelector> ClusterRoleSelectors { get; init => field = value ?? []; } = [];
}
