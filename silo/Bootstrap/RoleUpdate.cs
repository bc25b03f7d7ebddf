using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>
/// Gives the roles of older versions what has come to them since, and keeps what users gave them; none that says it wants no updates
/// (<c>rbac.authorization.kubernetes.io/autoupdate</c>).
/// </summary>
internal static class RoleUpdate
{
    private const string Wanted = "rbac.authorization.kubernetes.io/autoupdate";

    /// <summary>The role with what it lacks, or null where it lacks nothing.</summary>
    public static ClusterRole? Of(ClusterRole existing, ClusterRole standard)
    {
        if (existing.Metadata.Annotations.GetValueOrDefault(Wanted) != "true") return null;
        // The rules of a sum are those of its parts.
        var rules = standard.AggregationRule is null ? standard.Rules.Where(r => !existing.Rules.Any(e => Covers(e, r))).ToList() : [];
        var labels = standard.Metadata.Labels.Where(l => existing.Metadata.Labels.GetValueOrDefault(l.Key) != l.Value).ToList();
        if (rules.Count == 0 && labels.Count == 0) return null;
        var all = new Dictionary<string, string>(existing.Metadata.Labels);
        foreach (var (name, value) in labels) all[name] = value;
        return existing with { Rules = [.. existing.Rules, .. rules], Metadata = existing.Metadata with { Labels = all, ResourceVersion = "" } };
    }

    private static bool Covers(PolicyRule rule, PolicyRule part) =>
        Has(rule.Verbs, part.Verbs) && Has(rule.ApiGroups, part.ApiGroups) && Has(rule.Resources, part.Resources) && Has(rule.NonResourceURLs, part.NonResourceURLs)
        && (rule.ResourceNames.Count == 0 || (part.ResourceNames.Count > 0 && part.ResourceNames.All(rule.ResourceNames.Contains)));

    private static bool Has(IReadOnlyList<string> all, IReadOnlyList<string> some) => all.Contains("*") || some.All(all.Contains);
}
