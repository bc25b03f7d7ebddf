namespace Orleans.Kube.Model.Networking;

/// <summary>
/// The traffic that a node's pods may receive and send, as NetworkPolicies say it: selectors are resolved to addresses and names of ports to numbers, so that the
/// node's agent needs to know neither the policies nor the cluster's pods.
/// </summary>
public sealed record NodeTraffic
{
    /// <summary>Names this state: the same content has the same version.</summary>
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>The pods that a policy is about; all others receive and send what they like.</summary>
    public IReadOnlyList<PodTraffic> Pods { get; init => field = value ?? []; } = [];
}

/// <summary>The traffic of a pod.</summary>
public sealed record PodTraffic
{
    /// <summary>The pod's uid.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>The pod's IPv4 address; empty while it is not known.</summary>
    public string Address { get; init => field = value ?? ""; } = "";

    /// <summary>What may come in. None: everything.</summary>
    public TrafficGate? Ingress { get; init; }

    /// <summary>What may go out. None: everything.</summary>
    public TrafficGate? Egress { get; init; }
}

/// <summary>What passes in one direction: what one of the rules allows.</summary>
public sealed record TrafficGate
{
    /// <summary>The rules. Empty: nothing passes.</summary>
    public IReadOnlyList<TrafficRule> Rules { get; init => field = value ?? []; } = [];
}

/// <summary>Allows traffic with these peers on these ports.</summary>
public sealed record TrafficRule
{
    /// <summary>The other ends. Empty: any.</summary>
    public IReadOnlyList<IPBlock> Peers { get; init => field = value ?? []; } = [];

    /// <summary>The ports at the end that is reached. Empty: any.</summary>
    public IReadOnlyList<TrafficPort> Ports { get; init => field = value ?? []; } = [];
}

/// <summary>A range of ports of a protocol.</summary>
public sealed record TrafficPort
{
    /// <summary>TCP, UDP or SCTP.</summary>
    public string Protocol { get; init => field = value ?? ""; } = "";

    /// <summary>The first port; 0 for all.</summary>
    public int First { get; init; }

    /// <summary>The last port.</summary>
    public int Last { get; init; }
}
