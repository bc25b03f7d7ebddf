using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

/// <summary>Ranges from which services get their addresses.</summary>
[KubeKind("networking.k8s.io/v1", "ServiceCIDR")]
public sealed record ServiceCIDR : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ServiceCIDRSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ServiceCIDRStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The ranges.</summary>
public sealed record ServiceCIDRSpec
{
    /// <summary>The ranges, at most one of each family. They cannot be changed.</summary>
    [Atomic]
    public IReadOnlyList<string> Cidrs { get; init => field = value ?? []; } = [];
}

/// <summary>What was found about the ranges.</summary>
public sealed record ServiceCIDRStatus
{
    /// <summary>Whether addresses can be taken from the ranges.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<Condition> Conditions { get; init => field = value ?? []; } = [];
}
