using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authorization;

[KubeKind("authorization.k8s.io/v1", "SubjectAccessReview")]
public sealed record SubjectAccessReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public SubjectAccessReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public SubjectAccessReviewStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record ResourceAttributes
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Verb { get; init => field = value ?? ""; } = "";

    public string Group { get; init => field = value ?? ""; } = "";

    public string Version { get; init => field = value ?? ""; } = "";

    public string Resource { get; init => field = value ?? ""; } = "";

    public string Subresource { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public FieldSelectorAttributes? FieldSelector { get; init; }

    public LabelSelectorAttributes? LabelSelector { get; init; }
}

public sealed record LabelSelectorAttributes
{
    public string RawSelector { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<LabelSelectorRequirement> Requirements { get; init => field = value ?? []; } = [];
}

public sealed record FieldSelectorAttributes
{
    public string RawSelector { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<FieldSelectorRequirement> Requirements { get; init => field = value ?? []; } = [];
}

public sealed record NonResourceAttributes
{
    public string Path { get; init => field = value ?? ""; } = "";

    public string Verb { get; init => field = value ?? ""; } = "";
}

public sealed record SubjectAccessReviewSpec
{
    public ResourceAttributes? ResourceAttributes { get; init; }

    public NonResourceAttributes? NonResourceAttributes { get; init; }

    public string User { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Groups { get; init => field = value ?? []; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init => field = value ?? EmptyMap<IReadOnlyList<string>>.Value; } = EmptyMap<IReadOnlyList<string>>.Value;

    public string Uid { get; init => field = value ?? ""; } = "";
}

public sealed record SubjectAccessReviewStatus
{
    [AlwaysWritten]
    public bool Allowed { get; init; }

    public bool Denied { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string EvaluationError { get; init => field = value ?? ""; } = "";
}
