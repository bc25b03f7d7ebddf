namespace Orleans.Kube.Model.Meta;

/// <summary>The versions of the core group, at <c>/api</c>.</summary>
public sealed record APIVersions : TypeMeta
{
    /// <summary>The versions.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Versions { get; init => field = value ?? []; } = [];

    /// <summary>Where clients reach the server best.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init => field = value ?? []; } = [];
}

/// <summary>The groups that a server serves, at <c>/apis</c>.</summary>
public sealed record APIGroupList : TypeMeta
{
    /// <summary>The groups, in the order of their priority.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<APIGroup> Groups { get; init => field = value ?? []; } = [];
}

/// <summary>A group: its versions, and which of them is preferred.</summary>
public sealed record APIGroup : TypeMeta
{
    /// <summary>The name of the group.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The versions that are served.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<GroupVersionForDiscovery> Versions { get; init => field = value ?? []; } = [];

    /// <summary>The version that clients do best to use.</summary>
    public GroupVersionForDiscovery PreferredVersion { get; init => field = value ?? new(); } = new();

    /// <summary>Where clients reach the server of the group best.</summary>
    [Atomic]
    public IReadOnlyList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; init => field = value ?? []; } = [];
}

/// <summary>Where clients of some addresses reach the server best.</summary>
public sealed record ServerAddressByClientCIDR
{
    /// <summary>The addresses of the clients.</summary>
    [AlwaysWritten]
    public string ClientCIDR { get; init => field = value ?? ""; } = "";

    /// <summary>The name or address of the server, perhaps with a port.</summary>
    [AlwaysWritten]
    public string ServerAddress { get; init => field = value ?? ""; } = "";
}

/// <summary>A version of a group.</summary>
public sealed record GroupVersionForDiscovery
{
    /// <summary>The group and the version, as in <c>apps/v1</c>.</summary>
    [AlwaysWritten]
    public string GroupVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The version alone.</summary>
    [AlwaysWritten]
    public string Version { get; init => field = value ?? ""; } = "";
}

/// <summary>A resource or a subresource that a server serves.</summary>
public sealed record APIResource
{
    /// <summary>The plural that stands in paths, with the subresource behind a slash.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The name of one object, in lower case.</summary>
    [AlwaysWritten]
    public string SingularName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the objects are in namespaces.</summary>
    [AlwaysWritten]
    public bool Namespaced { get; init; }

    /// <summary>The group of what is exchanged, where it is another one than that of the list.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>The version of what is exchanged, where it is another one than that of the list.</summary>
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>The kind that is exchanged.</summary>
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>What can be done: get, list, watch, create, update, patch, delete, deletecollection.</summary>
    [AlwaysWritten]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    /// <summary>What clients may type instead of the name.</summary>
    [Atomic]
    public IReadOnlyList<string> ShortNames { get; init => field = value ?? []; } = [];

    /// <summary>The groups of resources that this one belongs to, such as <c>all</c>.</summary>
    [Atomic]
    public IReadOnlyList<string> Categories { get; init => field = value ?? []; } = [];

    /// <summary>A hash of the version that objects are stored in. It changes when that does, and says nothing else.</summary>
    public string StorageVersionHash { get; init => field = value ?? ""; } = "";
}

/// <summary>The resources of one version of a group.</summary>
public sealed record APIResourceList : TypeMeta
{
    /// <summary>The group and version whose resources these are.</summary>
    [AlwaysWritten]
    public string GroupVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The resources.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<APIResource> Resources { get; init => field = value ?? []; } = [];
}

/// <summary>The paths that a server answers, at <c>/</c>.</summary>
public sealed record RootPaths
{
    /// <summary>The paths.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Paths { get; init => field = value ?? []; } = [];
}
