using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authorization;

/// <summary>Asks whether a user may do something.</summary>
[KubeKind("authorization.k8s.io/v1", "SubjectAccessReview")]
public sealed record SubjectAccessReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public SubjectAccessReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public SubjectAccessReviewStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>A request for a resource.</summary>
public sealed record ResourceAttributes
{
    /// <summary>Namespace of the request. Empty: all namespaces, or none for resources of the cluster.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>get, list, watch, create, update, patch, delete, deletecollection, proxy, or * for all.</summary>
    public string Verb { get; init => field = value ?? ""; } = "";

    /// <summary>The group; * stands for all.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>The version; * stands for all.</summary>
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>The resource; * stands for all.</summary>
    public string Resource { get; init => field = value ?? ""; } = "";

    /// <summary>The subresource. Empty: none.</summary>
    public string Subresource { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the object. Empty: all objects.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The field selector of a list, watch or deletion of many.</summary>
    public FieldSelectorAttributes? FieldSelector { get; init; }

    /// <summary>The label selector of a list, watch or deletion of many.</summary>
    public LabelSelectorAttributes? LabelSelector { get; init; }
}

/// <summary>The label selector of a request.</summary>
public sealed record LabelSelectorAttributes
{
    /// <summary>The selector as in a query. It is not looked at, only passed on to webhooks.</summary>
    public string RawSelector { get; init => field = value ?? ""; } = "";

    /// <summary>The parts of the selector; all of them hold.</summary>
    [Atomic]
    public IReadOnlyList<LabelSelectorRequirement> Requirements { get; init => field = value ?? []; } = [];
}

/// <summary>The field selector of a request.</summary>
public sealed record FieldSelectorAttributes
{
    /// <summary>The selector as in a query. It is not looked at, only passed on to webhooks.</summary>
    public string RawSelector { get; init => field = value ?? ""; } = "";

    /// <summary>The parts of the selector; all of them hold.</summary>
    [Atomic]
    public IReadOnlyList<FieldSelectorRequirement> Requirements { get; init => field = value ?? []; } = [];
}

/// <summary>A request for a path that is no resource.</summary>
public sealed record NonResourceAttributes
{
    /// <summary>The path.</summary>
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>The method in lower case: get, post, put, delete.</summary>
    public string Verb { get; init => field = value ?? ""; } = "";
}

/// <summary>The user and the request in question.</summary>
public sealed record SubjectAccessReviewSpec
{
    /// <summary>A request for a resource.</summary>
    public ResourceAttributes? ResourceAttributes { get; init; }

    /// <summary>A request for a path that is no resource.</summary>
    public NonResourceAttributes? NonResourceAttributes { get; init; }

    /// <summary>Name of the user. A user or a group is needed.</summary>
    public string User { get; init => field = value ?? ""; } = "";

    /// <summary>Groups of the user.</summary>
    [Atomic]
    public IReadOnlyList<string> Groups { get; init => field = value ?? []; } = [];

    /// <summary>Further facts about the user.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init => field = value ?? EmptyMap<IReadOnlyList<string>>.Value; } = EmptyMap<IReadOnlyList<string>>.Value;

    /// <summary>UID of the user.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";
}

/// <summary>Whether the request is allowed.</summary>
public sealed record SubjectAccessReviewStatus
{
    /// <summary>Whether the request is allowed.</summary>
    [AlwaysWritten]
    public bool Allowed { get; init; }

    /// <summary>Whether the request is refused outright, whatever others would say.</summary>
    public bool Denied { get; init; }

    /// <summary>Why it is allowed or not.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>What could not be found out. The answer may be right all the same.</summary>
    public string EvaluationError { get; init => field = value ?? ""; } = "";
}
