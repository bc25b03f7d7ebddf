using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>clusterroles: what may be done in the whole cluster; some are made of others.</summary>
public sealed class ClusterRoleDefinition : ResourceDefinition<ClusterRole>
{
    public override string Plural => "clusterroles";

    public override bool Namespaced => false;
    public override bool AllowsCreateOnUpdate => true;

    public override IReadOnlyList<TableColumn> Columns { get; } = [Column("Created At", "date", "When it was created.", static r => Timestamp.Text(r.Metadata.CreationTimestamp))];

    public override IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.PathSegment(name, isPrefix);

    protected override void Validate(ClusterRole value, FieldErrors errors)
    {
        RbacValidation.Rules(value.Rules, namespaced: false, errors);
        if (value.AggregationRule is not { } aggregation) return;
        using var _ = errors.At("aggregationRule");
        if (aggregation.ClusterRoleSelectors.Count == 0) errors.Required("clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil");
        for (var i = 0; i < aggregation.ClusterRoleSelectors.Count; i++)
            LabelSelectorValidation.Validate($"clusterRoleSelectors[{i}]", aggregation.ClusterRoleSelectors[i], errors);
    }
}
