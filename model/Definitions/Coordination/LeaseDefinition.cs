using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>leases: heartbeats and leader elections; renewed too often for a log of revisions.</summary>
public sealed class LeaseDefinition : ResourceDefinition<Lease>
{
    public override string Plural => "leases";

    public override bool NeedsQualifiedFinalizers => false;

    public override bool Unlogged => true;

    public override bool AllowsCreateOnUpdate => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Holder", "string", "Who holds the lease.", static l => l.Spec.HolderIdentity ?? ""),
        TableColumn.Age,
    ];

    /// <summary>Of the fields of coordinated elections, whose gate is off in Kubernetes 1.33, only those stay that are there already.</summary>
    protected override Lease PrepareForCreate(Lease value) => value with { Spec = value.Spec with { Strategy = null, PreferredHolder = null } };

    protected override Lease PrepareForUpdate(Lease value, Lease old) => value with
    {
        Spec = value.Spec with
        {
            Strategy = old.Spec.Strategy is null ? null : value.Spec.Strategy, PreferredHolder = old.Spec.PreferredHolder is null ? null : value.Spec.PreferredHolder,
        },
    };

    protected override void Validate(Lease value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        if (value.Spec.LeaseDurationSeconds <= 0) errors.Invalid("leaseDurationSeconds", value.Spec.LeaseDurationSeconds, "must be greater than 0");
        if (value.Spec.LeaseTransitions < 0) errors.Invalid("leaseTransitions", value.Spec.LeaseTransitions, "must be greater than or equal to 0");
        if (value.Spec.Strategy is { Length: > 0 } strategy && !strategy.Contains('/'))
            Rules.OneOf("strategy", strategy, errors, CoordinatedLeaseStrategy.OldestEmulationVersion);
    }
}
