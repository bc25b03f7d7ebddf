using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>prioritylevelconfigurations: how many requests of a sort are served at once, and what happens to the rest.</summary>
public sealed class PriorityLevelConfigurationDefinition : ResourceDefinition<PriorityLevelConfiguration>
{
    private const int Shares = 30;

    private static readonly QueuingConfiguration DefaultQueuing = new() { Queues = 64, HandSize = 8, QueueLengthLimit = 50 };

    public override string Plural => "prioritylevelconfigurations";

    public override bool Namespaced => false;

    public override bool HasStatus => true;

    protected override bool StatusKeepsMetadata => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Type", "string", "Limited or Exempt.", static p => p.Spec.Type),
        Column("NominalConcurrencyShares", "string", "Its share of the server.", static p => p.Spec.Limited?.NominalConcurrencyShares ?? p.Spec.Exempt?.NominalConcurrencyShares ?? (object)Cells.None),
        Column("Queues", "string", "How many queues it has.", static p => p.Spec.Limited?.LimitResponse.Queuing?.Queues ?? (object)Cells.None),
        Column("HandSize", "string", "How many queues a flow may use.", static p => p.Spec.Limited?.LimitResponse.Queuing?.HandSize ?? (object)Cells.None),
        Column("QueueLengthLimit", "string", "How long a queue may get.", static p => p.Spec.Limited?.LimitResponse.Queuing?.QueueLengthLimit ?? (object)Cells.None),
        TableColumn.Age,
    ];

    protected override PriorityLevelConfiguration Default(PriorityLevelConfiguration value)
    {
        var (limited, exempt) = (Default(value.Spec.Limited), Default(value.Spec.Exempt, value.Spec.Type));
        return ReferenceEquals(limited, value.Spec.Limited) && ReferenceEquals(exempt, value.Spec.Exempt)
            ? value
            : value with { Spec = value.Spec with { Limited = limited, Exempt = exempt } };
    }

    protected override PriorityLevelConfiguration WithStatusOf(PriorityLevelConfiguration target, PriorityLevelConfiguration source) => target with { Status = source.Status };

    protected override void Validate(PriorityLevelConfiguration value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var spec = value.Spec;
        if ((spec.Type == PriorityLevelEnablement.Exempt) != (value.Metadata.Name == "exempt"))
            errors.Invalid("type", spec.Type, "type must be 'Exempt' if and only if name is 'exempt'");
        if (spec.Type == PriorityLevelEnablement.Exempt)
        {
            if (spec.Exempt?.NominalConcurrencyShares < 0) errors.Invalid("exempt.nominalConcurrencyShares", spec.Exempt.NominalConcurrencyShares, "must be a non-negative integer");
            if (spec.Exempt?.LendablePercent is < 0 or > 100) errors.Invalid("exempt.lendablePercent", spec.Exempt!.LendablePercent, "must be between 0 and 100, inclusive");
            if (spec.Limited is not null) errors.Forbidden("limited", "must be nil if the type is not Limited");
            if (spec.Exempt is null) errors.Required("exempt", "must not be empty if the type is Exempt");
        }
        else if (spec.Type == PriorityLevelEnablement.Limited)
        {
            if (spec.Exempt is not null) errors.Forbidden("exempt", "must be nil if the type is Limited");
            if (spec.Limited is null) errors.Required("limited", "must not be empty when type is Limited");
            else
                using (errors.At("limited")) PriorityLevelValidation.Limited(spec.Limited, errors);
        }
        else errors.NotSupported("type", spec.Type, PriorityLevelEnablement.Exempt, PriorityLevelEnablement.Limited);
    }

    private static LimitedPriorityLevelConfiguration? Default(LimitedPriorityLevelConfiguration? limited)
    {
        if (limited is null) return null;
        var queuing = limited.LimitResponse.Queuing;
        var filled = queuing is null ? null : queuing with
        {
            Queues = queuing.Queues.Or(DefaultQueuing.Queues),
            HandSize = queuing.HandSize.Or(DefaultQueuing.HandSize),
            QueueLengthLimit = queuing.QueueLengthLimit.Or(DefaultQueuing.QueueLengthLimit),
        };
        return limited is { NominalConcurrencyShares: not null, LendablePercent: not null } && filled == queuing ? limited : limited with
        {
            NominalConcurrencyShares = limited.NominalConcurrencyShares ?? Shares,
            LendablePercent = limited.LendablePercent ?? 0,
            LimitResponse = limited.LimitResponse with { Queuing = filled },
        };
    }

    private static ExemptPriorityLevelConfiguration? Default(ExemptPriorityLevelConfiguration? exempt, string type)
    {
        if (type != PriorityLevelEnablement.Exempt || exempt is { NominalConcurrencyShares: not null, LendablePercent: not null }) return exempt;
        return new() { NominalConcurrencyShares = exempt?.NominalConcurrencyShares ?? 0, LendablePercent = exempt?.LendablePercent ?? 0 };
    }

    protected override void ValidateStatusUpdate(PriorityLevelConfiguration value, PriorityLevelConfiguration old, FieldErrors errors) =>
        ConditionValidation.Types(value.Status.Conditions.Select(static c => c.Type), errors);
}
