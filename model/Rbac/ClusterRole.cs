using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Rbac;

[KubeKind("rbac.authorization.k8s.io/v1", "ClusterRole")]
public sealed record ClusterRole : KubeObject
{
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<PolicyRule> Rules { get; init => field = value ?? []; } = [];

    public AggregationRule? AggregationRule { get; init; }
}

public sealed record AggregationRule
{
    [Atomic]
    public IReadOnlyList<LabelSelector> ClusterRoleSelectors { get; init => field = value ?? []; } = [];
}
