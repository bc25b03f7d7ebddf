using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

[KubeKind("networking.k8s.io/v1", "IngressClass")]
public sealed record IngressClass : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public IngressClassSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record IngressClassSpec
{
    public string Controller { get; init => field = value ?? ""; } = "";

    public IngressClassParametersReference? Parameters { get; init; }
}

public sealed record IngressClassParametersReference
{
    public string? ApiGroup { get; init; }

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Optional]
    public string? Scope { get; init; }

    public string? Namespace { get; init; }
}
