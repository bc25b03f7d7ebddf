using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

/// <summary>What traffic pods accept and send.</summary>
[KubeKind("networking.k8s.io/v1", "NetworkPolicy")]
public sealed record NetworkPolicy : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public NetworkPolicySpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>The pods that are meant, and the traffic that is allowed.</summary>
public sealed record NetworkPolicySpec
{
    /// <summary>The pods that are meant. Empty: all of the namespace.</summary>
    [AlwaysWritten]
    public LabelSelector PodSelector { get; init => field = value ?? new(); } = new();

    /// <summary>The traffic that may come in. Empty: none, where the policy is about it.</summary>
    [Atomic]
    public IReadOnlyList<NetworkPolicyIngressRule> Ingress { get; init => field = value ?? []; } = [];

    /// <summary>The traffic that may go out. Empty: none, where the policy is about it.</summary>
    [Atomic]
    public IReadOnlyList<NetworkPolicyEgressRule> Egress { get; init => field = value ?? []; } = [];

    /// <summary>Whether the policy is about Ingress, Egress or both. Default: Ingress, and Egress where there are rules for it.</summary>
    [Atomic] [Values(typeof(PolicyType))]
    public IReadOnlyList<string> PolicyTypes { get; init => field = value ?? []; } = [];
}

/// <summary>Traffic that may come in: from these peers and on these ports.</summary>
public sealed record NetworkPolicyIngressRule
{
    /// <summary>The ports on which traffic may come. Empty: all.</summary>
    [Atomic]
    public IReadOnlyList<NetworkPolicyPort> Ports { get; init => field = value ?? []; } = [];

    /// <summary>The peers from which traffic may come. Empty: all.</summary>
    [Atomic]
    public IReadOnlyList<NetworkPolicyPeer> From { get; init => field = value ?? []; } = [];
}

/// <summary>Traffic that may go out: to these peers and on these ports.</summary>
public sealed record NetworkPolicyEgressRule
{
    /// <summary>The ports to which traffic may go. Empty: all.</summary>
    [Atomic]
    public IReadOnlyList<NetworkPolicyPort> Ports { get; init => field = value ?? []; } = [];

    /// <summary>The peers to which traffic may go. Empty: all.</summary>
    [Atomic]
    public IReadOnlyList<NetworkPolicyPeer> To { get; init => field = value ?? []; } = [];
}

/// <summary>A port, or a range of ports.</summary>
public sealed record NetworkPolicyPort
{
    /// <summary>TCP (the default), UDP or SCTP.</summary>
    [Values(typeof(Protocol))]
    public string? Protocol { get; init; }

    /// <summary>The port, by number or name. None: all.</summary>
    public IntOrString? Port { get; init; }

    /// <summary>The last port of the range that begins with port, which is a number then.</summary>
    public int? EndPort { get; init; }
}

/// <summary>A range of addresses.</summary>
public sealed record IPBlock
{
    /// <summary>The range, such as 192.168.1.0/24.</summary>
    [AlwaysWritten]
    public string Cidr { get; init => field = value ?? ""; } = "";

    /// <summary>Ranges within cidr that are not meant.</summary>
    [Atomic]
    public IReadOnlyList<string> Except { get; init => field = value ?? []; } = [];
}

/// <summary>Pods or addresses.</summary>
public sealed record NetworkPolicyPeer
{
    /// <summary>The pods. Alone: those of the policy's own namespace.</summary>
    public LabelSelector? PodSelector { get; init; }

    /// <summary>The namespaces of the pods. Alone: all pods in them.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>A range of addresses. Not together with the others.</summary>
    public IPBlock? IpBlock { get; init; }
}
