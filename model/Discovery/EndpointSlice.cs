using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Discovery;

/// <summary>Some of the addresses behind a service.</summary>
[KubeKind("discovery.k8s.io/v1", "EndpointSlice")]
public sealed record EndpointSlice : KubeObject
{
    /// <summary>IPv4, IPv6 or FQDN. Fixed once it exists.</summary>
    [AlwaysWritten] [Values(typeof(AddressType))]
    public string AddressType { get; init => field = value ?? ""; } = "";

    /// <summary>The addresses, at most 1000.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<Endpoint> Endpoints { get; init => field = value ?? []; } = [];

    /// <summary>The ports that all of them offer.</summary>
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<EndpointPort> Ports { get; init => field = value ?? []; } = [];
}

/// <summary>One address that a service is served at, and the state of what serves there.</summary>
public sealed record Endpoint
{
    /// <summary>The addresses of one endpoint.</summary>
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> Addresses { get; init => field = value ?? []; } = [];

    /// <summary>Whether traffic should go there.</summary>
    public EndpointConditions Conditions { get; init => field = value ?? new(); } = new();

    /// <summary>The host name behind it.</summary>
    public string? Hostname { get; init; }

    /// <summary>The object behind it, usually a pod.</summary>
    public ObjectReference? TargetRef { get; init; }

    /// <summary>Of the first version of this API. It cannot be set any more.</summary>
    public IReadOnlyDictionary<string, string> DeprecatedTopology { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>The node that it is on.</summary>
    public string? NodeName { get; init; }

    /// <summary>The zone that it is in.</summary>
    public string? Zone { get; init; }

    /// <summary>Who should prefer it.</summary>
    public EndpointHints? Hints { get; init; }
}

/// <summary>The state of what serves.</summary>
public sealed record EndpointConditions
{
    /// <summary>Whether it takes traffic and is not ending.</summary>
    public bool? Ready { get; init; }

    /// <summary>Whether it takes traffic, ending or not.</summary>
    public bool? Serving { get; init; }

    /// <summary>Whether it is ending.</summary>
    public bool? Terminating { get; init; }
}

/// <summary>For whom the endpoint is best.</summary>
public sealed record EndpointHints
{
    /// <summary>The zones for whose clients it is best. At most 8.</summary>
    [Atomic]
    public IReadOnlyList<ForZone> ForZones { get; init => field = value ?? []; } = [];

    /// <summary>The nodes for whose clients it is best. At most 8.</summary>
    [Atomic]
    public IReadOnlyList<ForNode> ForNodes { get; init => field = value ?? []; } = [];
}

/// <summary>A zone.</summary>
public sealed record ForZone
{
    /// <summary>Name of the zone.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>A node.</summary>
public sealed record ForNode
{
    /// <summary>Name of the node.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>A port that is served at all addresses of the slice.</summary>
[Atomic]
public sealed record EndpointPort
{
    /// <summary>The name of the port, as in the service.</summary>
    public string? Name { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    [Values(typeof(Protocol))]
    public string? Protocol { get; init; }

    /// <summary>The number of the port.</summary>
    public int? Port { get; init; }

    /// <summary>The protocol spoken on top.</summary>
    public string? AppProtocol { get; init; }
}
