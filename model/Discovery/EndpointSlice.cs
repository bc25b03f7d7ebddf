using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Discovery;

[KubeKind("discovery.k8s.io/v1", "EndpointSlice")]
public sealed record EndpointSlice : KubeObject
{
    [AlwaysWritten]
    public string AddressType { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<Endpoint> Endpoints { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<EndpointPort> Ports { get; init => field = value ?? []; } = [];
}

public sealed record Endpoint
{
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> Addresses { get; init => field = value ?? []; } = [];

    public EndpointConditions Conditions { get; init => field = value ?? new(); } = new();

    public string? Hostname { get; init; }

    public ObjectReference? TargetRef { get; init; }

    public IReadOnlyDictionary<string, string> DeprecatedTopology { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public string? NodeName { get; init; }

    public string? Zone { get; init; }

    public EndpointHints? Hints { get; init; }
}

public sealed record EndpointConditions
{
    public bool? Ready { get; init; }

    public bool? Serving { get; init; }

    public bool? Terminating { get; init; }
}

public sealed record EndpointHints
{
    [Atomic]
    public IReadOnlyList<ForZone> ForZones { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<ForNode> ForNodes { get; init => field = value ?? []; } = [];
}

public sealed record ForZone
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record ForNode
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

[Atomic]
public sealed record EndpointPort
{
    public string? Name { get; init; }

    [Values(typeof(Protocol))]
    public string? Protocol { get; init; }

    public int? Port { get; init; }

    public string? AppProtocol { get; init; }
}
