using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

[KubeKind("networking.k8s.io/v1", "Ingress")]
public sealed record Ingress : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public IngressSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public IngressStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record IngressSpec
{
    public string? IngressClassName { get; init; }

    public IngressBackend? DefaultBackend { get; init; }

    [Atomic]
    public IReadOnlyList<IngressTLS> Tls { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<IngressRule> Rules { get; init => field = value ?? []; } = [];
}

public sealed record IngressTLS
{
    [Atomic]
    public IReadOnlyList<string> Hosts { get; init => field = value ?? []; } = [];

    public string SecretName { get; init => field = value ?? ""; } = "";
}

public sealed record IngressStatus
{
    public IngressLoadBalancerStatus LoadBalancer { get; init => field = value ?? new(); } = new();
}

public sealed record IngressLoadBalancerStatus
{
    [Atomic]
    public IReadOnlyList<IngressLoadBalancerIngress> Ingress { get; init => field = value ?? []; } = [];
}

public sealed record IngressLoadBalancerIngress
{
    public string Ip { get; init => field = value ?? ""; } = "";

    public string Hostname { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<IngressPortStatus> Ports { get; init => field = value ?? []; } = [];
}

public sealed record IngressPortStatus
{
    [AlwaysWritten]
    public int Port { get; init; }

    [AlwaysWritten] [Values(typeof(Protocol))]
    public string Protocol { get; init => field = value ?? ""; } = "";

    public string? Error { get; init; }
}

public sealed record IngressRule
{
    public string Host { get; init => field = value ?? ""; } = "";

    public HTTPIngressRuleValue? Http { get; init; }
}

public sealed record IngressRuleValue
{
    public HTTPIngressRuleValue? Http { get; init; }
}

public sealed record HTTPIngressRuleValue
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<HTTPIngressPath> Paths { get; init => field = value ?? []; } = [];
}

public sealed record HTTPIngressPath
{
    public string Path { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(PathType))]
    public string? PathType { get; init; }

    [AlwaysWritten]
    public IngressBackend Backend { get; init => field = value ?? new(); } = new();
}

public sealed record IngressBackend
{
    public IngressServiceBackend? Service { get; init; }

    public TypedLocalObjectReference? Resource { get; init; }
}

public sealed record IngressServiceBackend
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public ServiceBackendPort Port { get; init => field = value ?? new(); } = new();
}

[Atomic]
public sealed record ServiceBackendPort
{
    public string Name { get; init => field = value ?? ""; } = "";

    public int Number { get; init; }
}
