using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of bindings: the groups of what they name.</summary>
internal static class RbacDefaults
{
    private const string Group = "rbac.authorization.k8s.io";

    public static RoleRef Default(RoleRef role) => role.ApiGroup.Length > 0 ? role : role with { ApiGroup = Group };

    /// <summary>Users and groups belong to the RBAC group; accounts to the core group, and to the binding's namespace.</summary>
    public static IReadOnlyList<Subject> Default(IReadOnlyList<Subject> subjects, string @namespace) => subjects.Map(subject => subject switch
    {
        { Kind: "User" or "Group", ApiGroup.Length: 0 } => subject with { ApiGroup = Group },
        { Kind: "ServiceAccount", Namespace.Length: 0 } when @namespace.Length > 0 => subject with { Namespace = @namespace },
        _ => subject,
    });
}
