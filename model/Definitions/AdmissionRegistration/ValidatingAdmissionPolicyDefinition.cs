using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>validatingadmissionpolicies: rules in CEL that objects must fulfil.</summary>
public sealed class ValidatingAdmissionPolicyDefinition : ResourceDefinition<ValidatingAdmissionPolicy>
{
    public override string Plural => "validatingadmissionpolicies";

    public override bool NeedsQualifiedFinalizers => false;

    public override IReadOnlyList<string> Categories => ["api-extensions"];

    public override bool Namespaced => false;

    public override bool HasStatus => true;

    protected override bool StatusKeepsMetadata => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Validations", "integer", "How many rules it has.", static p => p.Spec.Validations.Count),
        Column("ParamKind", "string", "The kind of its parameters.", static p => p.Spec.ParamKind is { } kind ? $"{kind.ApiVersion}/{kind.Kind}" : Cells.Unset),
        TableColumn.Age,
    ];

    protected override ValidatingAdmissionPolicy Default(ValidatingAdmissionPolicy value)
    {
        var constraints = WebhookDefaults.Default(value.Spec.MatchConstraints);
        return value.Spec.FailurePolicy is not null && ReferenceEquals(constraints, value.Spec.MatchConstraints)
            ? value
            : value with { Spec = value.Spec with { FailurePolicy = value.Spec.FailurePolicy ?? FailurePolicyType.Fail, MatchConstraints = constraints } };
    }

    protected override ValidatingAdmissionPolicy WithStatusOf(ValidatingAdmissionPolicy target, ValidatingAdmissionPolicy source) => target with { Status = source.Status };

    protected override void Validate(ValidatingAdmissionPolicy value, FieldErrors errors)
    {
        using (errors.At("spec")) AdmissionPolicyValidation.Validate(value.Spec, value.Metadata.Name, errors);
    }
}
