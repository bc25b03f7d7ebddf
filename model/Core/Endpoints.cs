using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>The addresses behind a service. EndpointSlice holds the same in smaller parts.</summary>
[KubeKind("v1", "Endpoints")]
public sealed record Endpoints : KubeObject
{
    /// <summary>Addresses, grouped by the ports that they share.</summary>
    [Atomic]
    public IReadOnlyList<EndpointSubset> Subsets { get; init => field = value ?? []; } = [];
}

/// <summary>Addresses that serve the same ports.</summary>
public sealed record EndpointSubset
{
    /// <summary>The addresses that are ready.</summary>
    [Atomic]
    public IReadOnlyList<EndpointAddress> Addresses { get; init => field = value ?? []; } = [];

    /// <summary>The addresses that are not ready.</summary>
    [Atomic]
    public IReadOnlyList<EndpointAddress> NotReadyAddresses { get; init => field = value ?? []; } = [];

    /// <summary>The ports of these addresses.</summary>
    [Atomic]
    public IReadOnlyList<EndpointPort> Ports { get; init => field = value ?? []; } = [];
}

/// <summary>An address of an endpoint.</summary>
[Atomic]
public sealed record EndpointAddress
{
    /// <summary>The address.</summary>
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";

    /// <summary>The host name behind it.</summary>
    public string Hostname { get; init => field = value ?? ""; } = "";

    /// <summary>The node that it is on.</summary>
    public string? NodeName { get; init; }

    /// <summary>The object behind it, usually a pod.</summary>
    public ObjectReference? TargetRef { get; init; }
}

/// <summary>A port of endpoints.</summary>
[Atomic]
public sealed record EndpointPort
{
    /// <summary>The name of the port, as in the service.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The number of the port.</summary>
    [AlwaysWritten]
    public int Port { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    [Values(typeof(Protocol))]
    public string Protocol { get; init => field = value ?? ""; } = "";

    /// <summary>The protocol spoken on top.</summary>
    public string? AppProtocol { get; init; }
}
