using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.FlowControl;

[KubeKind("flowcontrol.apiserver.k8s.io/v1", "FlowSchema")]
public sealed record FlowSchema : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public FlowSchemaSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public FlowSchemaStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record FlowSchemaSpec
{
    [AlwaysWritten]
    public PriorityLevelConfigurationReference PriorityLevelConfiguration { get; init => field = value ?? new(); } = new();

    [AlwaysWritten] [Optional]
    public int MatchingPrecedence { get; init; }

    public FlowDistinguisherMethod? DistinguisherMethod { get; init; }

    [Atomic]
    public IReadOnlyList<PolicyRulesWithSubjects> Rules { get; init => field = value ?? []; } = [];
}

public sealed record FlowDistinguisherMethod
{
    [AlwaysWritten] [Values(typeof(FlowDistinguisherMethodType))]
    public string Type { get; init => field = value ?? ""; } = "";
}

public sealed record PolicyRulesWithSubjects
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<Subject> Subjects { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<ResourcePolicyRule> ResourceRules { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<NonResourcePolicyRule> NonResourceRules { get; init => field = value ?? []; } = [];
}

public sealed record Subject
{
    [AlwaysWritten] [Values(typeof(SubjectKind))]
    public string Kind { get; init => field = value ?? ""; } = "";

    public UserSubject? User { get; init; }

    public GroupSubject? Group { get; init; }

    public ServiceAccountSubject? ServiceAccount { get; init; }
}

public sealed record UserSubject
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record GroupSubject
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record ServiceAccountSubject
{
    [AlwaysWritten]
    public string Namespace { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record ResourcePolicyRule
{
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> ApiGroups { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> Resources { get; init => field = value ?? []; } = [];

    public bool ClusterScope { get; init; }

    [AlwaysWritten] [ListSet] [Optional]
    public IReadOnlyList<string> Namespaces { get; init => field = value ?? []; } = [];
}

public sealed record NonResourcePolicyRule
{
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> Verbs { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [ListSet]
    public IReadOnlyList<string> NonResourceURLs { get; init => field = value ?? []; } = [];
}

public sealed record FlowSchemaStatus
{
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<FlowSchemaCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record FlowSchemaCondition
{
    /// <summary>What the condition is about.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [Values(typeof(FlowControl.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
