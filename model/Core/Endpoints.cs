using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "Endpoints")]
public sealed record Endpoints : KubeObject
{
    [Atomic]
    public IReadOnlyList<EndpointSubset> Subsets { get; init => field = value ?? []; } = [];
}

public sealed record EndpointSubset
{
    [Atomic]
    public IReadOnlyList<EndpointAddress> Addresses { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<EndpointAddress> NotReadyAddresses { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<EndpointPort> Ports { get; init => field = value ?? []; } = [];
}

[Atomic]
public sealed record EndpointAddress
{
    [AlwaysWritten]
    public string Ip { get; init => field = value ?? ""; } = "";

    public string Hostname { get; init => field = value ?? ""; } = "";

    public string? NodeName { get; init; }

    public ObjectReference? TargetRef { get; init; }
}

[Atomic]
public sealed record EndpointPort
{
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public int Port { get; init; }

    [Values(typeof(Protocol))]
    public string Protocol { get; init => field = value ?? ""; } = "";

    public string? AppProtocol { get; init; }
}
