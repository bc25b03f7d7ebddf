using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authorization;

/// <summary>Asks what the caller may do in a namespace.</summary>
[KubeKind("authorization.k8s.io/v1", "SelfSubjectRulesReview")]
public sealed record SelfSubjectRulesReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public SelfSubjectRulesReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public SubjectRulesReviewStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The namespace in question.</summary>
public sealed record SelfSubjectRulesReviewSpec
{
    /// <summary>Name of the namespace.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";
}

/// <summary>What the caller may do.</summary>
public sealed record SubjectRulesReviewStatus
{
    /// <summary>What is allowed on resources. The order means nothing.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<ResourceRule> ResourceRules { get; init => field = value ?? []; } = [];

    /// <summary>What is allowed on other paths. The order means nothing.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<NonResourceRule> NonResourceRules { get; init => field = value ?? []; } = [];

    /// <summary>Whether there may be more that is allowed.</summary>
    [AlwaysWritten]
    public bool Incomplete { get; init; }

    /// <summary>What could not be found out.</summary>
    public string EvaluationError { get; init => field = value ?? ""; } = "";
}

/// <summary>Requests that are allowed on resources.</summary>
public sealed record ResourceRule
{
    /// <summary>The verbs; * stands for all.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    /// <summary>The groups; * stands for all.</summary>
    [Atomic]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    /// <summary>The resources, with subresources as pods/status; * stands for all.</summary>
    [Atomic]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    /// <summary>Names of the objects. Empty: all.</summary>
    [Atomic]
    public IReadOnlyList<string> ResourceNames { get; init => field = value ?? []; } = [];
}

/// <summary>Requests that are allowed on paths that are no resources.</summary>
public sealed record NonResourceRule
{
    /// <summary>The methods in lower case; * stands for all.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    /// <summary>The paths; * at the end stands for any rest.</summary>
    [Atomic]
    public IReadOnlyList<string> NonResourceURLs { get; init => field = value ?? []; } = [];
}
