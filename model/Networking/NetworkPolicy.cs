using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

[KubeKind("networking.k8s.io/v1", "NetworkPolicy")]
public sealed record NetworkPolicy : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public NetworkPolicySpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record NetworkPolicySpec
{
    [AlwaysWritten]
    public LabelSelector PodSelector { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<NetworkPolicyIngressRule> Ingress { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<NetworkPolicyEgressRule> Egress { get; init => field = value ?? []; } = [];

    [Atomic] [Values(typeof(PolicyType))]
    public IReadOnlyList<string> PolicyTypes { get; init => field = value ?? []; } = [];
}

public sealed record NetworkPolicyIngressRule
{
    [Atomic]
    public IReadOnlyList<NetworkPolicyPort> Ports { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<NetworkPolicyPeer> From { get; init => field = value ?? []; } = [];
}

public sealed record NetworkPolicyEgressRule
{
    [Atomic]
    public IReadOnlyList<NetworkPolicyPort> Ports { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<NetworkPolicyPeer> To { get; init => field = value ?? []; } = [];
}

public sealed record NetworkPolicyPort
{
    [Values(typeof(Protocol))]
    public string? Protocol { get; init; }

    public IntOrString? Port { get; init; }

    public int? EndPort { get; init; }
}

public sealed record IPBlock
{
    [AlwaysWritten]
    public string Cidr { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Except { get; init => field = value ?? []; } = [];
}

public sealed record NetworkPolicyPeer
{
    public LabelSelector? PodSelector { get; init; }

    public LabelSelector? NamespaceSelector { get; init; }

    public IPBlock? IpBlock { get; init; }
}
