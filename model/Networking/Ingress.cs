using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

/// <summary>Rules by which requests from outside reach services. An ingress controller carries them out.</summary>
[KubeKind("networking.k8s.io/v1", "Ingress")]
public sealed record Ingress : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public IngressSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public IngressStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The hosts and paths, and where their requests go.</summary>
public sealed record IngressSpec
{
    /// <summary>The class, and so the controller. Default: the class that is marked as the default.</summary>
    public string? IngressClassName { get; init; }

    /// <summary>Where requests go that fit no rule.</summary>
    public IngressBackend? DefaultBackend { get; init; }

    /// <summary>The certificates. The host that the client names decides among them.</summary>
    [Atomic]
    public IReadOnlyList<IngressTLS> Tls { get; init => field = value ?? []; } = [];

    /// <summary>The hosts. Requests that fit none go to defaultBackend.</summary>
    [Atomic]
    public IReadOnlyList<IngressRule> Rules { get; init => field = value ?? []; } = [];
}

/// <summary>Hosts, and their certificate.</summary>
public sealed record IngressTLS
{
    /// <summary>The hosts of the certificate. Empty: the controller's default.</summary>
    [Atomic]
    public IReadOnlyList<string> Hosts { get; init => field = value ?? []; } = [];

    /// <summary>The Secret with the certificate and its key.</summary>
    public string SecretName { get; init => field = value ?? ""; } = "";
}

/// <summary>Where the Ingress is reached.</summary>
public sealed record IngressStatus
{
    /// <summary>The addresses of the load balancer.</summary>
    public IngressLoadBalancerStatus LoadBalancer { get; init => field = value ?? new(); } = new();
}

/// <summary>Where the Ingress is reached.</summary>
public sealed record IngressLoadBalancerStatus
{
    /// <summary>The addresses.</summary>
    [Atomic]
    public IReadOnlyList<IngressLoadBalancerIngress> Ingress { get; init => field = value ?? []; } = [];
}

/// <summary>An address at which the Ingress is reached.</summary>
public sealed record IngressLoadBalancerIngress
{
    /// <summary>The address, of load balancers that have one.</summary>
    public string Ip { get; init => field = value ?? ""; } = "";

    /// <summary>The host name, of load balancers that have one.</summary>
    public string Hostname { get; init => field = value ?? ""; } = "";

    /// <summary>The ports, and what is wrong with them.</summary>
    [Atomic]
    public IReadOnlyList<IngressPortStatus> Ports { get; init => field = value ?? []; } = [];
}

/// <summary>A port of a load balancer.</summary>
public sealed record IngressPortStatus
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

/// <summary>A host, and where its requests go.</summary>
public sealed record IngressRule
{
    /// <summary>The host name; *. at its beginning stands for one part. Empty: all hosts.</summary>
    public string Host { get; init => field = value ?? ""; } = "";

    /// <summary>The paths of the host.</summary>
    public HTTPIngressRuleValue? Http { get; init; }
}

public sealed record IngressRuleValue
{
    public HTTPIngressRuleValue? Http { get; init; }
}

/// <summary>The paths of a host.</summary>
public sealed record HTTPIngressRuleValue
{
    /// <summary>The paths, and where their requests go.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<HTTPIngressPath> Paths { get; init => field = value ?? []; } = [];
}

/// <summary>A path, and where its requests go.</summary>
public sealed record HTTPIngressPath
{
    /// <summary>The path, beginning with /. How it is compared, pathType says.</summary>
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>Exact: the same path. Prefix: by the parts between slashes. ImplementationSpecific: as the controller does it.</summary>
    [AlwaysWritten] [Values(typeof(PathType))]
    public string? PathType { get; init; }

    /// <summary>Where the requests go.</summary>
    [AlwaysWritten]
    public IngressBackend Backend { get; init => field = value ?? new(); } = new();
}

/// <summary>Where requests go: a service or another object. Exactly one of them.</summary>
public sealed record IngressBackend
{
    /// <summary>The service.</summary>
    public IngressServiceBackend? Service { get; init; }

    /// <summary>An object of the same namespace.</summary>
    public TypedLocalObjectReference? Resource { get; init; }
}

/// <summary>A service, and its port.</summary>
public sealed record IngressServiceBackend
{
    /// <summary>Name of the service.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Port of the service, by name or number.</summary>
    public ServiceBackendPort Port { get; init => field = value ?? new(); } = new();
}

/// <summary>A port of a service, by name or number. Exactly one of them.</summary>
[Atomic]
public sealed record ServiceBackendPort
{
    /// <summary>Name of the port.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Number of the port.</summary>
    public int Number { get; init; }
}
