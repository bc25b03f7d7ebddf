using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "Service")]
public sealed record Service : KubeObject
{
    public ServiceSpec Spec { get; init => field = value ?? new(); } = new();

    public ServiceStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record SessionAffinityConfig
{
    public ClientIPConfig? ClientIP { get; init; }
}

public sealed record ClientIPConfig
{
    public int? TimeoutSeconds { get; init; }
}

public sealed record ServiceStatus
{
    public LoadBalancerStatus LoadBalancer { get; init => field = value ?? new(); } = new();

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<Condition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record LoadBalancerStatus
{
    [Atomic]
    public IReadOnlyList<LoadBalancerIngress> Ingress { get; init => field = value ?? []; } = [];
}

public sealed record LoadBalancerIngress
{
    public string Ip { get; init => field = value ?? ""; } = "";

    public string Hostname { get; init => field = value ?? ""; } = "";

    [Values(typeof(LoadBalancerIPMode))]
    public string? IpMode { get; init; }

    [Atomic]
    public IReadOnlyList<PortStatus> Ports { get; init => field = value ?? []; } = [];
}

public sealed record ServiceSpec
{
    [ListMap("port", "protocol")] [PatchMerge("port")]
    public IReadOnlyList<ServicePort> Ports { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyDictionary<string, string> Selector { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public string ClusterIP { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> ClusterIPs { get; init => field = value ?? []; } = [];

    [Values(typeof(ServiceType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> ExternalIPs { get; init => field = value ?? []; } = [];

    [Values(typeof(ServiceAffinity))]
    public string SessionAffinity { get; init => field = value ?? ""; } = "";

    public string LoadBalancerIP { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> LoadBalancerSourceRanges { get; init => field = value ?? []; } = [];

    public string ExternalName { get; init => field = value ?? ""; } = "";

    [Values(typeof(ServiceExternalTrafficPolicy))]
    public string ExternalTrafficPolicy { get; init => field = value ?? ""; } = "";

    public int HealthCheckNodePort { get; init; }

    public bool PublishNotReadyAddresses { get; init; }

    public SessionAffinityConfig? SessionAffinityConfig { get; init; }

    [Atomic] [Values(typeof(IPFamily))]
    public IReadOnlyList<string> IpFamilies { get; init => field = value ?? []; } = [];

    [Values(typeof(IPFamilyPolicy))]
    public string? IpFamilyPolicy { get; init; }

    public bool? AllocateLoadBalancerNodePorts { get; init; }

    public string? LoadBalancerClass { get; init; }

    [Values(typeof(ServiceInternalTrafficPolicy))]
    public string? InternalTrafficPolicy { get; init; }

    public string? TrafficDistribution { get; init; }
}

public sealed record ServicePort
{
    public string Name { get; init => field = value ?? ""; } = "";

    [Values(typeof(Protocol))] [Default("TCP")]
    public string Protocol { get; init => field = value ?? ""; } = "";

    public string? AppProtocol { get; init; }

    [AlwaysWritten]
    public int Port { get; init; }

    public IntOrString TargetPort { get; init; }

    public int NodePort { get; init; }
}

public sealed record PortStatus
{
    [AlwaysWritten]
    public int Port { get; init; }

    [AlwaysWritten] [Values(typeof(Protocol))]
    public string Protocol { get; init => field = value ?? ""; } = "";

    public string? Error { get; init; }
}
