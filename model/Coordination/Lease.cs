using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Coordination;

[KubeKind("coordination.k8s.io/v1", "Lease")]
public sealed record Lease : KubeObject
{
    public LeaseSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record LeaseSpec
{
    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    public MicroTime? AcquireTime { get; init; }

    public MicroTime? RenewTime { get; init; }

    public int? LeaseTransitions { get; init; }

    [Values(typeof(CoordinatedLeaseStrategy))]
    public string? Strategy { get; init; }

    public string? PreferredHolder { get; init; }
}
