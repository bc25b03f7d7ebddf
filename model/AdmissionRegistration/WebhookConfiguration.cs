using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

public sealed record Rule
{
    [Atomic]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> ApiVersions { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    [Values(typeof(ScopeType))]
    public string? Scope { get; init; }
}

public sealed record ValidatingWebhook
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public WebhookClientConfig ClientConfig { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<RuleWithOperations> Rules { get; init => field = value ?? []; } = [];

    [Values(typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    [Values(typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }

    public LabelSelector? NamespaceSelector { get; init; }

    public LabelSelector? ObjectSelector { get; init; }

    [AlwaysWritten] [Values(typeof(SideEffectClass))]
    public string? SideEffects { get; init; }

    public int? TimeoutSeconds { get; init; }

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> AdmissionReviewVersions { get; init => field = value ?? []; } = [];

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<MatchCondition> MatchConditions { get; init => field = value ?? []; } = [];
}

public sealed record MutatingWebhook
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public WebhookClientConfig ClientConfig { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<RuleWithOperations> Rules { get; init => field = value ?? []; } = [];

    [Values(typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    [Values(typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }

    public LabelSelector? NamespaceSelector { get; init; }

    public LabelSelector? ObjectSelector { get; init; }

    [AlwaysWritten] [Values(typeof(SideEffectClass))]
    public string? SideEffects { get; init; }

    public int? TimeoutSeconds { get; init; }

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> AdmissionReviewVersions { get; init => field = value ?? []; } = [];

    [Values(typeof(ReinvocationPolicyType))]
    public string? ReinvocationPolicy { get; init; }

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<MatchCondition> MatchConditions { get; init => field = value ?? []; } = [];
}

public sealed record RuleWithOperations
{
    [Atomic] [Values(typeof(OperationType))]
    public IReadOnlyList<string> Operations { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> ApiVersions { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    [Values(typeof(ScopeType))]
    public string? Scope { get; init; }
}

public sealed record WebhookClientConfig
{
    public string? Url { get; init; }

    public ServiceReference? Service { get; init; }

    public byte[]? CaBundle { get; init; }
}

public sealed record ServiceReference
{
    [AlwaysWritten]
    public string Namespace { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public string? Path { get; init; }

    public int? Port { get; init; }
}

public sealed record MatchCondition
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Expression { get; init => field = value ?? ""; } = "";
}
