using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

[KubeKind("networking.k8s.io/v1", "ServiceCIDR")]
public sealed record ServiceCIDR : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ServiceCIDRSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ServiceCIDRStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record ServiceCIDRSpec
{
    [Atomic]
    public IReadOnlyList<string> Cidrs { get; init => field = value ?? []; } = [];
}

public sealed record ServiceCIDRStatus
{
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<Condition> Conditions { get; init => field = value ?? []; } = [];
}
