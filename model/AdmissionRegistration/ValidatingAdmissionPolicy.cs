using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

/// <summary>Rules in CEL that objects must fulfil to be stored.</summary>
[KubeKind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy")]
public sealed record ValidatingAdmissionPolicy : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ValidatingAdmissionPolicySpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ValidatingAdmissionPolicyStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>What was found about the policy.</summary>
public sealed record ValidatingAdmissionPolicyStatus
{
    /// <summary>The generation of the object that this status is about.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>What was found when the expressions were checked against the types.</summary>
    public TypeChecking? TypeChecking { get; init; }

    /// <summary>What was last observed of the policy.</summary>
    [ListMap("type")]
    public IReadOnlyList<Condition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>What was found when a policy's expressions were checked against the types.</summary>
public sealed record TypeChecking
{
    /// <summary>What is doubtful, expression by expression.</summary>
    [Atomic]
    public IReadOnlyList<ExpressionWarning> ExpressionWarnings { get; init => field = value ?? []; } = [];
}

/// <summary>What is doubtful about an expression.</summary>
public sealed record ExpressionWarning
{
    /// <summary>The path of the field with the expression.</summary>
    [AlwaysWritten]
    public string FieldRef { get; init => field = value ?? ""; } = "";

    /// <summary>The warning in words.</summary>
    [AlwaysWritten]
    public string Warning { get; init => field = value ?? ""; } = "";
}

/// <summary>The rules, and the requests for which they are meant.</summary>
public sealed record ValidatingAdmissionPolicySpec
{
    /// <summary>The kind of the parameters. None: the policy has no parameters.</summary>
    public ParamKind? ParamKind { get; init; }

    /// <summary>The requests for which the policy is meant.</summary>
    public MatchResources? MatchConstraints { get; init; }

    /// <summary>The rules. A policy needs validations or notes.</summary>
    [Atomic]
    public IReadOnlyList<Validation> Validations { get; init => field = value ?? []; } = [];

    /// <summary>What becomes of a request when an expression cannot be evaluated: Fail (the default) refuses it, Ignore lets it pass.</summary>
    [Values(typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    /// <summary>Notes for the audit log. A policy needs validations or notes.</summary>
    [Atomic]
    public IReadOnlyList<AuditAnnotation> AuditAnnotations { get; init => field = value ?? []; } = [];

    /// <summary>Conditions that a request must meet besides. At most 64.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<MatchCondition> MatchConditions { get; init => field = value ?? []; } = [];

    /// <summary>Expressions with names, for use in those that come after them.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<Variable> Variables { get; init => field = value ?? []; } = [];
}

/// <summary>The kind of the objects that hold a policy's parameters.</summary>
[Atomic]
public sealed record ParamKind
{
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    public string Kind { get; init => field = value ?? ""; } = "";
}

/// <summary>One rule in CEL.</summary>
public sealed record Validation
{
    /// <summary>The rule: a CEL expression that must be true. It sees object, oldObject, request, params, namespaceObject, variables and authorizer.</summary>
    [AlwaysWritten]
    public string Expression { get; init => field = value ?? ""; } = "";

    /// <summary>What the client is told when the rule is broken.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    [Values(typeof(StatusReason))]
    public string? Reason { get; init; }

    /// <summary>A CEL expression that gives the message when the rule is broken. It goes before message.</summary>
    public string MessageExpression { get; init => field = value ?? ""; } = "";
}

/// <summary>An expression with a name.</summary>
[Atomic]
public sealed record Variable
{
    /// <summary>The name, as in variables.name. It must be a CEL identifier.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>A CEL expression. It is evaluated when it is first needed.</summary>
    [AlwaysWritten]
    public string Expression { get; init => field = value ?? ""; } = "";
}

/// <summary>A note about a request for the audit log.</summary>
public sealed record AuditAnnotation
{
    /// <summary>Name of the note. It must be a qualified name, unique in the policy.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>A CEL expression that gives the note's text. Null: no note.</summary>
    [AlwaysWritten]
    public string ValueExpression { get; init => field = value ?? ""; } = "";
}

/// <summary>The objects that hold the parameters of a binding.</summary>
[Atomic]
public sealed record ParamRef
{
    /// <summary>Name of the object. Not together with selector.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Namespace of the objects. Empty: that of the object in question.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>Labels of the objects. Not together with name.</summary>
    public LabelSelector? Selector { get; init; }

    [Values(typeof(ParameterNotFoundActionType))]
    public string? ParameterNotFoundAction { get; init; }
}

/// <summary>Which requests are meant.</summary>
[Atomic]
public sealed record MatchResources
{
    /// <summary>Only objects in namespaces with these labels. Default: all.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Only objects with these labels. Default: all.</summary>
    public LabelSelector? ObjectSelector { get; init; }

    /// <summary>Requests that are meant; one rule is enough.</summary>
    [Atomic]
    public IReadOnlyList<NamedRuleWithOperations> ResourceRules { get; init => field = value ?? []; } = [];

    /// <summary>Requests that are not meant, even where a rule says they are.</summary>
    [Atomic]
    public IReadOnlyList<NamedRuleWithOperations> ExcludeResourceRules { get; init => field = value ?? []; } = [];

    /// <summary>Exact: only requests for the version that a rule names. Equivalent (the default): also those for the same resource in other versions.</summary>
    [Values(typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }
}

/// <summary>Operations on resources, perhaps of certain names only.</summary>
[Atomic]
public sealed record NamedRuleWithOperations
{
    /// <summary>The names of the objects. Empty: all.</summary>
    [Atomic]
    public IReadOnlyList<string> ResourceNames { get; init => field = value ?? []; } = [];

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
