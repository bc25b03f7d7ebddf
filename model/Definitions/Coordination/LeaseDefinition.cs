using Orleans.Kube.Model.Coordination;

namespace Orleans.Kube.Model.Definitions;

/// <summary>leases: heartbeats and leader elections; renewed too often for a log of revisions.</summary>
public sealed class LeaseDefinition : ResourceDefinition<Lease>
{
    public override string Plural => "leases";

    public override bool Unlogged => true;

    public override bool AllowsCreateOnUpdate => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Holder", "string", "Who holds the lease.", static l => l.Spec.HolderIdentity ?? ""),
        TableColumn.Age,
    ];
}
