using Orleans.Kube.Controllers.Rbac;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Authentication;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>The roles and bindings of one snapshot, decoded and arranged for the question "what is this user granted here?".</summary>
public sealed class RbacIndex
{
    public static readonly GroupResource Roles = new("rbac.authorization.k8s.io", "roles");
    public static readonly GroupResource ClusterRoles = new("rbac.authorization.k8s.io", "clusterroles");
    public static readonly GroupResource RoleBindings = new("rbac.authorization.k8s.io", "rolebindings");
    public static readonly GroupResource ClusterRoleBindings = new("rbac.authorization.k8s.io", "clusterrolebindings");

    private readonly List<Grant> _clusterWide = [];
    private readonly Dictionary<string, List<Grant>> _byNamespace = [];

    public RbacIndex(IClusterView view)
    {
        foreach (var stored in view.List(ClusterRoleBindings))
        {
            var binding = stored.As<ClusterRoleBinding>();
            Add(_clusterWide, binding.Subjects, RoleRules.Find(view, binding.RoleRef, ""), "", $"ClusterRoleBinding \"{stored.Key.Name}\"", binding.RoleRef);
        }

        foreach (var stored in view.List(RoleBindings))
        {
            var binding = stored.As<RoleBinding>();
            var @namespace = stored.Key.Namespace;
            if (!_byNamespace.TryGetValue(@namespace, out var grants)) _byNamespace.Add(@namespace, grants = []);
            var rules = RoleRules.Find(view, binding.RoleRef, @namespace);
            Add(grants, binding.Subjects, rules, @namespace, $"RoleBinding \"{stored.Key.Name}/{@namespace}\"", binding.RoleRef);
        }
    }

    /// <summary>The grants that apply to a user: cluster-wide ones, then those of the namespace unless it is empty.</summary>
    public IEnumerable<Grant> Of(UserInfo user, string @namespace)
    {
        foreach (var grant in _clusterWide)
            if (grant.AppliesTo(user)) yield return grant;
        if (@namespace.Length == 0 || !_byNamespace.TryGetValue(@namespace, out var local)) yield break;
        foreach (var grant in local)
            if (grant.AppliesTo(user)) yield return grant;
    }

    private static void Add(
        List<Grant> grants, IReadOnlyList<Subject> subjects, IReadOnlyList<PolicyRule>? rules, string @namespace, string binding, RoleRef role)
    {
        if (rules is { Count: 0 } || subjects.Count == 0) return;
        var problem = rules is null ? $"{role.Kind.ToLowerInvariant()}.{Roles.Group} \"{role.Name}\" not found" : null;
        grants.Add(new Grant(subjects, rules ?? [], @namespace, $"RBAC: allowed by {binding} of {role.Kind} \"{role.Name}\"", problem));
    }

    /// <summary>What one binding gives its subjects.</summary>
    /// <param name="Subjects">To whom.</param>
    /// <param name="Rules">What its role allows.</param>
    /// <param name="Namespace">Where; empty for everywhere.</param>
    /// <param name="Reason">The binding and role in words.</param>
    /// <param name="Problem">What is wrong with it: there is no such role.</param>
    public sealed record Grant(IReadOnlyList<Subject> Subjects, IReadOnlyList<PolicyRule> Rules, string Namespace, string Reason, string? Problem)
    {
        public bool AppliesTo(UserInfo user)
        {
            for (var i = 0; i < Subjects.Count; i++)
                if (Names(Subjects[i], user)) return true;
            return false;
        }

        private bool Names(Subject subject, UserInfo user) => subject.Kind switch
        {
            "User" => subject.Name == user.Username || subject.Name == "*",
            "Group" => user.IsIn(subject.Name),
            "ServiceAccount" => IsServiceAccount(user.Username, subject.Namespace.Length > 0 ? subject.Namespace : Namespace, subject.Name),
            _ => false,
        };

        private static bool IsServiceAccount(string user, string @namespace, string name) =>
            user.Length == ServiceAccountName.Prefix.Length + @namespace.Length + 1 + name.Length
            && user.StartsWith(ServiceAccountName.Prefix, StringComparison.Ordinal)
            && user.AsSpan(ServiceAccountName.Prefix.Length).StartsWith(@namespace)
            && user.EndsWith(":" + name, StringComparison.Ordinal);
    }
}
