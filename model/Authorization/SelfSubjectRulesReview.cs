using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authorization;

[KubeKind("authorization.k8s.io/v1", "SelfSubjectRulesReview")]
public sealed record SelfSubjectRulesReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public SelfSubjectRulesReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public SubjectRulesReviewStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record SelfSubjectRulesReviewSpec
{
    public string Namespace { get; init => field = value ?? ""; } = "";
}

public sealed record SubjectRulesReviewStatus
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<ResourceRule> ResourceRules { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<NonResourceRule> NonResourceRules { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public bool Incomplete { get; init; }

    public string EvaluationError { get; init => field = value ?? ""; } = "";
}

public sealed record ResourceRule
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> ResourceNames { get; init => field = value ?? []; } = [];
}

public sealed record NonResourceRule
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> NonResourceURLs { get; init => field = value ?? []; } = [];
}
