using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>A stable name and address in front of a changing set of pods.</summary>
[KubeKind("v1", "Service")]
public sealed record Service : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ServiceSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ServiceStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>How clients stay with an endpoint.</summary>
public sealed record SessionAffinityConfig
{
    /// <summary>Details of the affinity by the client's address.</summary>
    public ClientIPConfig? ClientIP { get; init; }
}

/// <summary>How long a client stays with an endpoint.</summary>
public sealed record ClientIPConfig
{
    /// <summary>How long a client is remembered. 3 hours by default.</summary>
    public int? TimeoutSeconds { get; init; }
}

/// <summary>Where a load balancer offers the service.</summary>
public sealed record ServiceStatus
{
    /// <summary>Where the load balancer is reached.</summary>
    public LoadBalancerStatus LoadBalancer { get; init => field = value ?? new(); } = new();

    /// <summary>What was last observed of the service.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<Condition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>Where a service is reached.</summary>
public sealed record LoadBalancerStatus
{
    /// <summary>The points at which traffic enters.</summary>
    [Atomic]
    public IReadOnlyList<LoadBalancerIngress> Ingress { get; init => field = value ?? []; } = [];
}

/// <summary>An address at which a service is reached.</summary>
public sealed record LoadBalancerIngress
{
    /// <summary>The address.</summary>
    public string Ip { get; init => field = value ?? ""; } = "";

    /// <summary>The name in DNS.</summary>
    public string Hostname { get; init => field = value ?? ""; } = "";

    [Values(typeof(LoadBalancerIPMode))]
    public string? IpMode { get; init; }

    /// <summary>The ports, and what is wrong with them.</summary>
    [Atomic]
    public IReadOnlyList<PortStatus> Ports { get; init => field = value ?? []; } = [];
}

/// <summary>Which pods a service stands for and how it is reached.</summary>
public sealed record ServiceSpec
{
    /// <summary>The ports that the service offers.</summary>
    [ListMap("port", "protocol")] [PatchMerge("port")]
    public IReadOnlyList<ServicePort> Ports { get; init => field = value ?? []; } = [];

    /// <summary>The labels of the pods that the service stands for.</summary>
    [Atomic]
    public IReadOnlyDictionary<string, string> Selector { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>The address inside the cluster. Given by the server unless chosen; None makes DNS answer with the pods.</summary>
    public string ClusterIP { get; init => field = value ?? ""; } = "";

    /// <summary>The addresses inside the cluster, one per IP family.</summary>
    [Atomic]
    public IReadOnlyList<string> ClusterIPs { get; init => field = value ?? []; } = [];

    /// <summary>How far the service reaches: ClusterIP, NodePort, LoadBalancer or ExternalName.</summary>
    [Values(typeof(ServiceType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Further addresses at which nodes accept traffic for the service.</summary>
    [Atomic]
    public IReadOnlyList<string> ExternalIPs { get; init => field = value ?? []; } = [];

    /// <summary>ClientIP sends a client to the same pod every time.</summary>
    [Values(typeof(ServiceAffinity))]
    public string SessionAffinity { get; init => field = value ?? ""; } = "";

    /// <summary>The address that the load balancer should have. Deprecated.</summary>
    public string LoadBalancerIP { get; init => field = value ?? ""; } = "";

    /// <summary>The clients that the load balancer lets in.</summary>
    [Atomic]
    public IReadOnlyList<string> LoadBalancerSourceRanges { get; init => field = value ?? []; } = [];

    /// <summary>The name in DNS that the service is an alias of.</summary>
    public string ExternalName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether traffic from outside stays on the node that it reached, keeping the client's address.</summary>
    [Values(typeof(ServiceExternalTrafficPolicy))]
    public string ExternalTrafficPolicy { get; init => field = value ?? ""; } = "";

    /// <summary>The port at which load balancers ask a node whether it has pods of this service.</summary>
    public int HealthCheckNodePort { get; init; }

    /// <summary>Whether pods count before they are ready.</summary>
    public bool PublishNotReadyAddresses { get; init; }

    /// <summary>Details of the affinity.</summary>
    public SessionAffinityConfig? SessionAffinityConfig { get; init; }

    /// <summary>IPv4, IPv6 or both.</summary>
    [Atomic] [Values(typeof(IPFamily))]
    public IReadOnlyList<string> IpFamilies { get; init => field = value ?? []; } = [];

    /// <summary>Whether one or both IP families are wanted.</summary>
    [Values(typeof(IPFamilyPolicy))]
    public string? IpFamilyPolicy { get; init; }

    /// <summary>Whether a load balancer gets node ports. True by default.</summary>
    public bool? AllocateLoadBalancerNodePorts { get; init; }

    /// <summary>Which load balancer serves this service.</summary>
    public string? LoadBalancerClass { get; init; }

    /// <summary>Whether traffic from inside stays on its node.</summary>
    [Values(typeof(ServiceInternalTrafficPolicy))]
    public string? InternalTrafficPolicy { get; init; }

    /// <summary>Which pods are preferred, such as close ones.</summary>
    public string? TrafficDistribution { get; init; }
}

/// <summary>One port that a service offers.</summary>
public sealed record ServicePort
{
    /// <summary>The name of the port. Needed when there are several.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>TCP, UDP or SCTP. TCP by default.</summary>
    [Values(typeof(Protocol))] [Default("TCP")]
    public string Protocol { get; init => field = value ?? ""; } = "";

    /// <summary>The protocol spoken on top.</summary>
    public string? AppProtocol { get; init; }

    /// <summary>The port of the service.</summary>
    [AlwaysWritten]
    public int Port { get; init; }

    /// <summary>The number or the name of the port of the pods. By default the same number.</summary>
    public IntOrString TargetPort { get; init; }

    /// <summary>The port at which every node offers the service.</summary>
    public int NodePort { get; init; }
}

/// <summary>A port of a load balancer.</summary>
public sealed record PortStatus
{
    /// <summary>The port.</summary>
    [AlwaysWritten]
    public int Port { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    [AlwaysWritten] [Values(typeof(Protocol))]
    public string Protocol { get; init => field = value ?? ""; } = "";

    /// <summary>What is wrong with the port, in one word.</summary>
    public string? Error { get; init; }
}
