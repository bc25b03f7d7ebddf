using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>clusterrolebindings: who holds a cluster role everywhere.</summary>
public sealed class ClusterRoleBindingDefinition : ResourceDefinition<ClusterRoleBinding>
{
    public override string Plural => "clusterrolebindings";

    public override bool Namespaced => false;
    public override bool AllowsCreateOnUpdate => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Role", "string", "The role that is given.", static b => $"{b.RoleRef.Kind}/{b.RoleRef.Name}"),
        TableColumn.Age,
        Wide("Users", "The users that hold it.", static b => Subjects(b, "User")),
        Wide("Groups", "The groups that hold it.", static b => Subjects(b, "Group")),
        Wide("ServiceAccounts", "The accounts that hold it.", static b => Subjects(b, "ServiceAccount")),
    ];

    public override IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.PathSegment(name, isPrefix);

    protected override ClusterRoleBinding Default(ClusterRoleBinding value)
    {
        var (role, subjects) = (RbacDefaults.Default(value.RoleRef), RbacDefaults.Default(value.Subjects));
        return ReferenceEquals(role, value.RoleRef) && ReferenceEquals(subjects, value.Subjects) ? value : value with { RoleRef = role, Subjects = subjects };
    }

    protected override void Validate(ClusterRoleBinding value, FieldErrors errors)
    {
        RbacValidation.RoleRef(value.RoleRef, namespaced: false, errors);
        RbacValidation.Subjects(value.Subjects, namespaced: false, errors);
    }

    protected override void ValidateUpdate(ClusterRoleBinding value, ClusterRoleBinding old, FieldErrors errors) => RbacValidation.RoleRefStays(value.RoleRef, old.RoleRef, errors);

    private static string Subjects(ClusterRoleBinding binding, string kind) => string.Join(", ",
        binding.Subjects.Where(s => s.Kind == kind).Select(static s => s.Kind == "ServiceAccount" ? $"{s.Namespace}/{s.Name}" : s.Name));
}
