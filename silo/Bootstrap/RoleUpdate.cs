using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>
/// Gives the roles and bindings of older versions what has come to them since, and keeps what users gave them; none that says it wants no updates
/// (<c>rbac.authorization.kubernetes.io/autoupdate: "false"</c>).
/// </summary>
internal static class RoleUpdate
{
    private const string Wanted = "rbac.authorization.kubernetes.io/autoupdate";

    /// <summary>The object with what it lacks, or null where it lacks nothing, or is neither role nor binding.</summary>
    public static KubeObject? Of(KubeObject existing, KubeObject standard)
    {
        if (existing.Metadata.Annotations.GetValueOrDefault(Wanted) == "false") return null;
        KubeObject? updated = (existing, standard) switch
        {
            // The rules of a sum are those of its parts.
            (ClusterRole, ClusterRole { AggregationRule: not null }) => null,
            (ClusterRole has, ClusterRole wanted) when Lacking(has.Rules, wanted.Rules) is [_, ..] rules => has with { Rules = [.. has.Rules, .. rules] },
            (Role has, Role wanted) when Lacking(has.Rules, wanted.Rules) is [_, ..] rules => has with { Rules = [.. has.Rules, .. rules] },
            (ClusterRoleBinding has, ClusterRoleBinding wanted) when Lacking(has.Subjects, wanted.Subjects) is [_, ..] subjects => has with { Subjects = [.. has.Subjects, .. subjects] },
            (RoleBinding has, RoleBinding wanted) when Lacking(has.Subjects, wanted.Subjects) is [_, ..] subjects => has with { Subjects = [.. has.Subjects, .. subjects] },
            _ => null,
        };
        var isRole = standard is ClusterRole or Role or ClusterRoleBinding or RoleBinding;
        var labels = isRole ? With(existing.Metadata.Labels, standard.Metadata.Labels) : null;
        var annotations = isRole ? With(existing.Metadata.Annotations, standard.Metadata.Annotations) : null;
        if ((updated ?? labels ?? (object?)annotations) is null) return null;
        updated ??= existing;
        return updated with
        {
            Metadata = updated.Metadata with { Labels = labels ?? updated.Metadata.Labels, Annotations = annotations ?? updated.Metadata.Annotations, ResourceVersion = "" },
        };
    }

    private static List<PolicyRule> Lacking(IReadOnlyList<PolicyRule> has, IReadOnlyList<PolicyRule> wanted) => [.. wanted.Where(w => !has.Any(h => Covers(h, w)))];

    private static List<Subject> Lacking(IReadOnlyList<Subject> has, IReadOnlyList<Subject> wanted) => [.. wanted.Where(w => !has.Contains(w))];

    /// <summary>The entries with those that they lack; null where they lack none.</summary>
    private static Dictionary<string, string>? With(IReadOnlyDictionary<string, string> has, IReadOnlyDictionary<string, string> wanted)
    {
        if (wanted.All(w => has.GetValueOrDefault(w.Key) == w.Value)) return null;
        var all = new Dictionary<string, string>(has);
        foreach (var (name, value) in wanted) all[name] = value;
        return all;
    }

    private static bool Covers(PolicyRule rule, PolicyRule part) =>
        Has(rule.Verbs, part.Verbs) && Has(rule.ApiGroups, part.ApiGroups) && Has(rule.Resources, part.Resources) && Has(rule.NonResourceURLs, part.NonResourceURLs)
        && (rule.ResourceNames.Count == 0 || (part.ResourceNames.Count > 0 && part.ResourceNames.All(rule.ResourceNames.Contains)));

    private static bool Has(IReadOnlyList<string> all, IReadOnlyList<string> some) => all.Contains("*") || some.All(all.Contains);
}
