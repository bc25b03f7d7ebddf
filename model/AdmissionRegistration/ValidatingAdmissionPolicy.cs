using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.AdmissionRegistration;

[KubeKind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy")]
public sealed record ValidatingAdmissionPolicy : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public ValidatingAdmissionPolicySpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public ValidatingAdmissionPolicyStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record ValidatingAdmissionPolicyStatus
{
    public long ObservedGeneration { get; init; }

    public TypeChecking? TypeChecking { get; init; }

    [ListMap("type")]
    public IReadOnlyList<Condition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record TypeChecking
{
    [Atomic]
    public IReadOnlyList<ExpressionWarning> ExpressionWarnings { get; init => field = value ?? []; } = [];
}

public sealed record ExpressionWarning
{
    [AlwaysWritten]
    public string FieldRef { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Warning { get; init => field = value ?? ""; } = "";
}

public sealed record ValidatingAdmissionPolicySpec
{
    public ParamKind? ParamKind { get; init; }

    public MatchResources? MatchConstraints { get; init; }

    [Atomic]
    public IReadOnlyList<Validation> Validations { get; init => field = value ?? []; } = [];

    [Values(typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    [Atomic]
    public IReadOnlyList<AuditAnnotation> AuditAnnotations { get; init => field = value ?? []; } = [];

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<MatchCondition> MatchConditions { get; init => field = value ?? []; } = [];

    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<Variable> Variables { get; init => field = value ?? []; } = [];
}

public sealed record ParamKind
{
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    public string Kind { get; init => field = value ?? ""; } = "";
}

public sealed record Validation
{
    [AlwaysWritten]
    public string Expression { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    [Values(typeof(StatusReason))]
    public string? Reason { get; init; }

    public string MessageExpression { get; init => field = value ?? ""; } = "";
}

public sealed record Variable
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Expression { get; init => field = value ?? ""; } = "";
}

public sealed record AuditAnnotation
{
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string ValueExpression { get; init => field = value ?? ""; } = "";
}

public sealed record ParamRef
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public LabelSelector? Selector { get; init; }

    [Values(typeof(ParameterNotFoundActionType))]
    public string? ParameterNotFoundAction { get; init; }
}

public sealed record MatchResources
{
    public LabelSelector? NamespaceSelector { get; init; }

    public LabelSelector? ObjectSelector { get; init; }

    [Atomic]
    public IReadOnlyList<NamedRuleWithOperations> ResourceRules { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<NamedRuleWithOperations> ExcludeResourceRules { get; init => field = value ?? []; } = [];

    [Values(typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }
}

public sealed record NamedRuleWithOperations
{
    [Atomic]
    public IReadOnlyList<string> ResourceNames { get; init => field = value ?? []; } = [];

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
