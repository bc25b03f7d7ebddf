using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Rbac;

/// <summary>What may be done in one namespace.</summary>
[KubeKind("rbac.authorization.k8s.io/v1", "Role")]
public sealed record Role : KubeObject
{
    /// <summary>What may be done.</summary>
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<PolicyRule> Rules { get; init => field = value ?? []; } = [];
}

/// <summary>Things that may be done.</summary>
public sealed record PolicyRule
{
    /// <summary>The verbs; * stands for all.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    /// <summary>The groups; empty stands for the core group, * for all.</summary>
    [Atomic]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    /// <summary>The resources, with subresources as pods/log; * stands for all.</summary>
    [Atomic]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    /// <summary>Names of the objects. Empty: all.</summary>
    [Atomic]
    public IReadOnlyList<string> ResourceNames { get; init => field = value ?? []; } = [];

    /// <summary>Paths that are no resources; * at the end stands for any rest. Only in a ClusterRole.</summary>
    [Atomic]
    public IReadOnlyList<string> NonResourceURLs { get; init => field = value ?? []; } = [];
}

/// <summary>A user, a group or a service account.</summary>
[Atomic]
public sealed record Subject
{
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>Empty for service accounts, else rbac.authorization.k8s.io.</summary>
    public string ApiGroup { get; init => field = value ?? ""; } = "";

    /// <summary>The name.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Namespace of the service account. Others have none.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";
}

/// <summary>Names a role.</summary>
[Atomic]
public sealed record RoleRef
{
    /// <summary>rbac.authorization.k8s.io.</summary>
    [AlwaysWritten]
    public string ApiGroup { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the role.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}
