using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Controllers.Rbac;

/// <summary>Writes into an aggregated role what it is the sum of (Kubernetes' clusterrole-aggregation controller).</summary>
public static class AggregationPlanner
{
    /// <summary>The write that brings the role's rules in line, or null when they are or it does not aggregate.</summary>
    public static ObjectWrite? Plan(IClusterView view, ClusterRole role)
    {
        if (role.AggregationRule is null || role.Metadata.DeletionTimestamp is not null) return null;
        var rules = new List<PolicyRule>();
        foreach (var rule in RoleRules.Of(view, role))
            if (!rules.Any(known => RecordEquality.Same(known, rule))) rules.Add(rule);
        return RecordEquality.Same(role.Rules, rules) ? null : ObjectReplacement.Of(Resources.ClusterRoles, role with { Rules = rules });
    }

    /// <summary>Whether a role aggregates roles with one of these labels.</summary>
    public static bool Selects(ClusterRole role, IReadOnlyDictionary<string, string> labels) =>
        role.AggregationRule?.ClusterRoleSelectors.Any(selector => LabelQuery.From(selector).Matches(labels)) == true;
}
