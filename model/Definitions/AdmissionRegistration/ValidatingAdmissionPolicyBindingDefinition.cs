using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>validatingadmissionpolicybindings: where a policy applies, and with which parameters.</summary>
public sealed class ValidatingAdmissionPolicyBindingDefinition : ResourceDefinition<ValidatingAdmissionPolicyBinding>
{
    public override string Plural => "validatingadmissionpolicybindings";

    public override bool NeedsQualifiedFinalizers => false;

    public override IReadOnlyList<string> Categories => ["api-extensions"];

    public override bool Namespaced => false;

    public override bool HasGeneration => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("PolicyName", "string", "The policy.", static b => b.Spec.PolicyName),
        Column("ParamRef", "string", "Its parameters.", static b => b.Spec.ParamRef is not { } param ? Cells.Unset
            : param.Name.Length > 0 ? (param.Namespace.Length > 0 ? $"{param.Namespace}/{param.Name}" : param.Name) : Cells.Selector(param.Selector)),
        TableColumn.Age,
    ];

    protected override ValidatingAdmissionPolicyBinding Default(ValidatingAdmissionPolicyBinding value)
    {
        var resources = WebhookDefaults.Default(value.Spec.MatchResources);
        return ReferenceEquals(resources, value.Spec.MatchResources) ? value : value with { Spec = value.Spec with { MatchResources = resources } };
    }

    protected override void Validate(ValidatingAdmissionPolicyBinding value, FieldErrors errors)
    {
        using (errors.At("spec")) AdmissionPolicyValidation.Binding(value.Spec, errors);
    }
}
