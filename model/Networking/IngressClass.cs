using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

/// <summary>A kind of Ingress, and the controller that carries it out.</summary>
[KubeKind("networking.k8s.io/v1", "IngressClass")]
public sealed record IngressClass : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public IngressClassSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>The controller, and its parameters.</summary>
public sealed record IngressClassSpec
{
    /// <summary>The controller: a domain and a path. It cannot be changed.</summary>
    public string Controller { get; init => field = value ?? ""; } = "";

    /// <summary>The object that holds the controller's parameters.</summary>
    public IngressClassParametersReference? Parameters { get; init; }
}

/// <summary>The object that holds the parameters of a class.</summary>
public sealed record IngressClassParametersReference
{
    /// <summary>Group of the object. None: the core group.</summary>
    public string? ApiGroup { get; init; }

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the object.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Cluster (the default) or Namespace.</summary>
    [AlwaysWritten] [Optional]
    public string? Scope { get; init; }

    /// <summary>Namespace of the object, where the scope is Namespace.</summary>
    public string? Namespace { get; init; }
}
