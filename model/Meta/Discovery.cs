namespace Orleans.Kube.Model.Meta;

public sealed record APIGroupList : TypeMeta
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<APIGroup> Groups { get; init => field = value ?? []; } = [];
}

public sealed record APIGroup : TypeMeta
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<GroupVersionForDiscovery> Versions { get; init => field = value ?? []; } = [];

    public GroupVersionForDiscovery PreferredVersion { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init => field = value ?? []; } = [];
}

public sealed record ServerAddressByClientCIDR
{
    [AlwaysWritten]
    public string ClientCIDR { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string ServerAddress { get; init => field = value ?? ""; } = "";
}

public sealed record GroupVersionForDiscovery
{
    [AlwaysWritten]
    public string GroupVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Version { get; init => field = value ?? ""; } = "";
}

public sealed record APIResource
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string SingularName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public bool Namespaced { get; init; }

    public string Group { get; init => field = value ?? ""; } = "";

    public string Version { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> ShortNames { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Categories { get; init => field = value ?? []; } = [];

    public string StorageVersionHash { get; init => field = value ?? ""; } = "";
}

public sealed record APIResourceList : TypeMeta
{
    [AlwaysWritten]
    public string GroupVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<APIResource> Resources { get; init => field = value ?? []; } = [];
}

public sealed record RootPaths
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Paths { get; init => field = value ?? []; } = [];
}
