using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Coordination;

/// <summary>A claim that is renewed: whoever holds it is alive.</summary>
[KubeKind("coordination.k8s.io/v1", "Lease")]
public sealed record Lease : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public LeaseSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>Who holds the lease, and until when.</summary>
public sealed record LeaseSpec
{
    /// <summary>Who holds the lease.</summary>
    public string? HolderIdentity { get; init; }

    /// <summary>How long after the last renewal others must wait before they take it.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the holder got it.</summary>
    public MicroTime? AcquireTime { get; init; }

    /// <summary>When the holder last renewed it.</summary>
    public MicroTime? RenewTime { get; init; }

    /// <summary>How often it changed hands.</summary>
    public int? LeaseTransitions { get; init; }

    [Values(typeof(CoordinatedLeaseStrategy))]
    public string? Strategy { get; init; }

    /// <summary>Who shall hold the lease next. Only with a strategy.</summary>
    public string? PreferredHolder { get; init; }
}
