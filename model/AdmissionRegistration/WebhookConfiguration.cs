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

/// <summary>A webhook that may refuse objects, and the requests for which it is asked.</summary>
public sealed record ValidatingWebhook
{
    /// <summary>Name of the webhook: a domain name with at least three parts.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>How the webhook is reached.</summary>
    [AlwaysWritten]
    public WebhookClientConfig ClientConfig { get; init => field = value ?? new(); } = new();

    /// <summary>Which operations on which resources are meant.</summary>
    [Atomic]
    public IReadOnlyList<RuleWithOperations> Rules { get; init => field = value ?? []; } = [];

    /// <summary>What becomes of a request when the webhook cannot be asked: Fail (the default) refuses it, Ignore lets it pass.</summary>
    [Values(typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    /// <summary>Exact: only requests for the version that a rule names. Equivalent (the default): also those for the same resource in other versions.</summary>
    [Values(typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }

    /// <summary>Only objects in namespaces with these labels. Default: all.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Only objects with these labels, before or after the change. Default: all.</summary>
    public LabelSelector? ObjectSelector { get; init; }

    /// <summary>Whether the webhook does anything beside answering: None, or NoneOnDryRun.</summary>
    [AlwaysWritten] [Values(typeof(SideEffectClass))]
    public string? SideEffects { get; init; }

    /// <summary>How long an answer may take, from 1 to 30 seconds. Default 10.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>The versions of AdmissionReview that the webhook understands, the preferred one first.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> AdmissionReviewVersions { get; init => field = value ?? []; } = [];

    /// <summary>Conditions that a request must meet besides. At most 64.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<MatchCondition> MatchConditions { get; init => field = value ?? []; } = [];
}

/// <summary>A webhook that may change objects, and the requests for which it is asked.</summary>
public sealed record MutatingWebhook
{
    /// <summary>Name of the webhook: a domain name with at least three parts.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>How the webhook is reached.</summary>
    [AlwaysWritten]
    public WebhookClientConfig ClientConfig { get; init => field = value ?? new(); } = new();

    /// <summary>Which operations on which resources are meant.</summary>
    [Atomic]
    public IReadOnlyList<RuleWithOperations> Rules { get; init => field = value ?? []; } = [];

    /// <summary>What becomes of a request when the webhook cannot be asked: Fail (the default) refuses it, Ignore lets it pass.</summary>
    [Values(typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    /// <summary>Exact: only requests for the version that a rule names. Equivalent (the default): also those for the same resource in other versions.</summary>
    [Values(typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }

    /// <summary>Only objects in namespaces with these labels. Default: all.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Only objects with these labels, before or after the change. Default: all.</summary>
    public LabelSelector? ObjectSelector { get; init; }

    /// <summary>Whether the webhook does anything beside answering: None, or NoneOnDryRun.</summary>
    [AlwaysWritten] [Values(typeof(SideEffectClass))]
    public string? SideEffects { get; init; }

    /// <summary>How long an answer may take, from 1 to 30 seconds. Default 10.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>The versions of AdmissionReview that the webhook understands, the preferred one first.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> AdmissionReviewVersions { get; init => field = value ?? []; } = [];

    /// <summary>Never (the default): asked once. IfNeeded: asked again where a later plugin changed the object.</summary>
    [Values(typeof(ReinvocationPolicyType))]
    public string? ReinvocationPolicy { get; init; }

    /// <summary>Conditions that a request must meet besides. At most 64.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<MatchCondition> MatchConditions { get; init => field = value ?? []; } = [];
}

/// <summary>Operations on resources.</summary>
public sealed record RuleWithOperations
{
    /// <summary>CREATE, UPDATE, DELETE, CONNECT or * for all.</summary>
    [Atomic] [Values(typeof(OperationType))]
    public IReadOnlyList<string> Operations { get; init => field = value ?? []; } = [];

    /// <summary>The groups; * stands for all.</summary>
    [Atomic]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    /// <summary>The versions; * stands for all.</summary>
    [Atomic]
    public IReadOnlyList<string> ApiVersions { get; init => field = value ?? []; } = [];

    /// <summary>The resources, with subresources as pods/status; * stands for all.</summary>
    [Atomic]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    /// <summary>Cluster, Namespaced or * (the default) for both.</summary>
    [Values(typeof(ScopeType))]
    public string? Scope { get; init; }
}

/// <summary>How a webhook is reached: a service of the cluster or an address. Exactly one of them.</summary>
public sealed record WebhookClientConfig
{
    /// <summary>The https address that answers, without user, query and fragment.</summary>
    public string? Url { get; init; }

    /// <summary>The service that answers.</summary>
    public ServiceReference? Service { get; init; }

    /// <summary>The certificates, in PEM, by which the webhook's own is checked. Empty: those that the system trusts.</summary>
    public byte[]? CaBundle { get; init; }
}

/// <summary>A service of the cluster.</summary>
public sealed record ServiceReference
{
    /// <summary>Namespace of the service.</summary>
    [AlwaysWritten]
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the service.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Path of the requests. Default: none.</summary>
    public string? Path { get; init; }

    /// <summary>Port of the service. Default 443.</summary>
    public int? Port { get; init; }
}

/// <summary>A condition that a request must meet for the rules to apply.</summary>
public sealed record MatchCondition
{
    /// <summary>Name of the condition, unique in the list.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>A CEL expression that is true or false. It sees object, oldObject, request and authorizer.</summary>
    [AlwaysWritten]
    public string Expression { get; init => field = value ?? ""; } = "";
}
