using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of bindings: the groups of what they name.</summary>
internal static class RbacDefaults
{
    private const string Group = "rbac.authorization.k8s.io";

    public static RoleRef Default(RoleRef role) => role.ApiGroup.Length > 0 ? role : role with { ApiGroup = Group };

    /// <summary>Users and groups belong to the RBAC group, accounts to the core group.</summary>
    public static IReadOnlyList<Subject> Default(IReadOnlyList<Subject> subjects) =>
        subjects.Map(static subject => subject is { Kind: "User" or "Group", ApiGroup.Length: 0 } ? subject with { ApiGroup = Group } : subject);
}
