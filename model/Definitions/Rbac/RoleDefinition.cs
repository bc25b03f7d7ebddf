using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>roles: what may be done in a namespace.</summary>
public sealed class RoleDefinition : ResourceDefinition<Role>
{
    public override string Plural => "roles";

    public override bool AllowsCreateOnUpdate => true;

    public override IReadOnlyList<TableColumn> Columns { get; } = [Column("Created At", "date", "When it was created.", static r => Timestamp.Text(r.Metadata.CreationTimestamp))];

    public override IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.PathSegment(name, isPrefix);

    protected override void Validate(Role value, FieldErrors errors) => RbacValidation.Rules(value.Rules, namespaced: true, errors);
}
