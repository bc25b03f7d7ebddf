using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.FlowControl;

/// <summary>Which requests go to which priority level.</summary>
[KubeKind("flowcontrol.apiserver.k8s.io/v1", "FlowSchema")]
public sealed record FlowSchema : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public FlowSchemaSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public FlowSchemaStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The requests, and their level.</summary>
public sealed record FlowSchemaSpec
{
    /// <summary>The level to which the requests go.</summary>
    [AlwaysWritten]
    public PriorityLevelConfigurationReference PriorityLevelConfiguration { get; init => field = value ?? new(); } = new();

    /// <summary>The place among the schemas that fit: the lowest number wins. From 1 to 10000, default 1000.</summary>
    [AlwaysWritten] [Optional]
    public int MatchingPrecedence { get; init; }

    /// <summary>How the requests are divided into flows. None: they are one flow.</summary>
    public FlowDistinguisherMethod? DistinguisherMethod { get; init; }

    /// <summary>The requests that are meant; one rule is enough.</summary>
    [Atomic]
    public IReadOnlyList<PolicyRulesWithSubjects> Rules { get; init => field = value ?? []; } = [];
}

/// <summary>How the requests of a schema are divided into flows.</summary>
public sealed record FlowDistinguisherMethod
{
    [AlwaysWritten] [Values(typeof(FlowDistinguisherMethodType))]
    public string Type { get; init => field = value ?? ""; } = "";
}

/// <summary>Requests, and the users who send them.</summary>
public sealed record PolicyRulesWithSubjects
{
    /// <summary>The users; one is enough.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<Subject> Subjects { get; init => field = value ?? []; } = [];

    /// <summary>Requests for resources; one rule is enough.</summary>
    [Atomic]
    public IReadOnlyList<ResourcePolicyRule> ResourceRules { get; init => field = value ?? []; } = [];

    /// <summary>Requests for other paths; one rule is enough.</summary>
    [Atomic]
    public IReadOnlyList<NonResourcePolicyRule> NonResourceRules { get; init => field = value ?? []; } = [];
}

/// <summary>A user, a group or a service account. Only the member that the kind names may be set.</summary>
[Union("kind")]
public sealed record Subject
{
    [AlwaysWritten] [Values(typeof(SubjectKind))]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>The user.</summary>
    public UserSubject? User { get; init; }

    /// <summary>The group.</summary>
    public GroupSubject? Group { get; init; }

    /// <summary>The service account.</summary>
    public ServiceAccountSubject? ServiceAccount { get; init; }
}

/// <summary>A user.</summary>
public sealed record UserSubject
{
    /// <summary>Name of the user; * stands for all.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>A group of users.</summary>
public sealed record GroupSubject
{
    /// <summary>Name of the group; * stands for all.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>A service account.</summary>
public sealed record ServiceAccountSubject
{
    /// <summary>Namespace of the account.</summary>
    [AlwaysWritten]
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the account; * stands for all of the namespace.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>Requests for resources.</summary>
public sealed record ResourcePolicyRule
{
    /// <summary>The verbs; * stands for all.</summary>
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    /// <summary>The groups; * stands for all.</summary>
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    /// <summary>The resources, with subresources as pods/status; * stands for all.</summary>
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    /// <summary>Whether requests without a namespace are meant.</summary>
    public bool ClusterScope { get; init; }

    /// <summary>The namespaces; * stands for all.</summary>
    [AlwaysWritten] [ListSet] [Optional]
    public IReadOnlyList<string> Namespaces { get; init => field = value ?? []; } = [];
}

/// <summary>Requests for paths that are no resources.</summary>
public sealed record NonResourcePolicyRule
{
    /// <summary>The methods in lower case; * stands for all.</summary>
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    /// <summary>The paths; * at the end stands for any rest.</summary>
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> NonResourceURLs { get; init => field = value ?? []; } = [];
}

/// <summary>What was found about the schema.</summary>
public sealed record FlowSchemaStatus
{
    /// <summary>Whether the level that it names exists.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<FlowSchemaCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the schema's state at a time.</summary>
public sealed record FlowSchemaCondition
{
    /// <summary>What the condition is about.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [Values(typeof(FlowControl.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
