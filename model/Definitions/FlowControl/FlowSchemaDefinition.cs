using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>flowschemas: which requests belong to which priority level.</summary>
public sealed class FlowSchemaDefinition : ResourceDefinition<FlowSchema>
{
    private const int Precedence = 1000;

    public override string Plural => "flowschemas";

    public override bool Namespaced => false;

    public override bool HasStatus => true;

    protected override bool StatusKeepsMetadata => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("PriorityLevel", "string", "The level of its requests.", static s => s.Spec.PriorityLevelConfiguration.Name),
        Column("MatchingPrecedence", "string", "Its place among the schemas; low comes first.", static s => s.Spec.MatchingPrecedence),
        Column("DistinguisherMethod", "string", "How its requests are told apart.", static s => Cells.OrNone(s.Spec.DistinguisherMethod?.Type)),
        TableColumn.Age,
        Column("MissingPL", "string", "Whether its level is missing.", static s => s.Status.Conditions.FirstOrDefault(static c => c.Type == FlowSchemaConditionType.Dangling)?.Status ?? "?"),
    ];

    protected override FlowSchema Default(FlowSchema value) =>
        value.Spec.MatchingPrecedence == 0 ? value with { Spec = value.Spec with { MatchingPrecedence = Precedence } } : value;

    protected override FlowSchema WithStatusOf(FlowSchema target, FlowSchema source) => target with { Status = source.Status };

    protected override void Validate(FlowSchema value, FieldErrors errors)
    {
        using (errors.At("spec")) FlowSchemaValidation.Validate(value, errors);
    }

    protected override void ValidateStatusUpdate(FlowSchema value, FlowSchema old, FieldErrors errors) =>
        ConditionValidation.Types(value.Status.Conditions.Select(static c => c.Type), errors);
}
