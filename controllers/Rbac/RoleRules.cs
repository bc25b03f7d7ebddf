using Orleans.Kube.Model;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Controllers.Rbac;

/// <summary>What roles allow.</summary>
public static class RoleRules
{
    /// <summary>The rules of the role that a binding refers to; none where there is no such role.</summary>
    /// <param name="namespace">The binding's namespace, or empty.</param>
    public static IReadOnlyList<PolicyRule> Of(IClusterView view, RoleRef role, string @namespace) => Find(view, role, @namespace) ?? [];

    /// <summary>The rules of the role that a binding refers to; null where there is no such role.</summary>
    public static IReadOnlyList<PolicyRule>? Find(IClusterView view, RoleRef role, string @namespace) => role.Kind switch
    {
        "ClusterRole" => view.Find(new ObjectKey(Resources.ClusterRoles, "", role.Name)) is { } found ? Of(view, found.As<ClusterRole>()) : null,
        "Role" when @namespace.Length > 0 => view.Find(new ObjectKey(Resources.Roles, @namespace, role.Name))?.As<Role>().Rules,
        _ => null,
    };

    /// <summary>
    /// A role's rules. Those of an aggregated role are the rules of the roles that it selects, and of those that they select: so they hold at once,
    /// whenever <see cref="AggregationPlanner"/> comes to write them down.
    /// </summary>
    public static IReadOnlyList<PolicyRule> Of(IClusterView view, ClusterRole role)
    {
        if (role.AggregationRule is null) return role.Rules;
        var rules = new List<PolicyRule>();
        Collect(view, role, [], rules);
        return rules;
    }

    private static void Collect(IClusterView view, ClusterRole role, HashSet<string> seen, List<PolicyRule> rules)
    {
        if (!seen.Add(role.Metadata.Name)) return;
        if (role.AggregationRule is null) rules.AddRange(role.Rules);
        foreach (var selector in role.AggregationRule?.ClusterRoleSelectors ?? [])
        {
            var query = LabelQuery.From(selector);
            foreach (var part in view.List(Resources.ClusterRoles))
                if (query.Matches(part.Header.Labels)) Collect(view, part.As<ClusterRole>(), seen, rules);
        }
    }
}
