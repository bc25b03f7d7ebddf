using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Rbac;

[KubeKind("rbac.authorization.k8s.io/v1", "Role")]
public sealed record Role : KubeObject
{
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<PolicyRule> Rules { get; init => field = value ?? []; } = [];
}

public sealed record PolicyRule
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> ResourceNames { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> NonResourceURLs { get; init => field = value ?? []; } = [];
}

[Atomic]
public sealed record Subject
{
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    public string ApiGroup { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";
}

[Atomic]
public sealed record RoleRef
{
    [AlwaysWritten]
    public string ApiGroup { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}
