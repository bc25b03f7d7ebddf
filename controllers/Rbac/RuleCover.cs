using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Controllers.Rbac;

/// <summary>Whether some rules allow all that others allow (k8s.io/component-helpers/auth/rbac/validation).</summary>
public static class RuleCover
{
    private const string All = "*";

    /// <summary>What <paramref name="wanted"/> allows and <paramref name="held"/> do not, verbs of the same resource together.</summary>
    public static IReadOnlyList<PolicyRule> Missing(IReadOnlyList<PolicyRule> held, IReadOnlyList<PolicyRule> wanted) =>
    [
        .. wanted.SelectMany(Simple).Where(rule => !held.Any(owner => Covers(owner, rule)))
            .GroupBy(static r => (Group: First(r.ApiGroups), Resource: First(r.Resources), Name: First(r.ResourceNames), Url: First(r.NonResourceURLs)))
            .Select(static g => g.First() with { Verbs = [.. g.SelectMany(static r => r.Verbs).Distinct()] }),
    ];

    /// <summary>A rule as messages show it.</summary>
    public static string Show(PolicyRule rule)
    {
        var parts = new List<string>();
        Add("APIGroups", rule.ApiGroups);
        Add("Resources", rule.Resources);
        Add("ResourceNames", rule.ResourceNames);
        Add("NonResourceURLs", rule.NonResourceURLs);
        Add("Verbs", rule.Verbs);
        return $"{{{string.Join(", ", parts)}}}";

        void Add(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0) parts.Add($"{name}:[{string.Join(' ', values.Select(static v => $"\"{v}\""))}]");
        }
    }

    private static string? First(IReadOnlyList<string> values) => values.Count > 0 ? values[0] : null;

    /// <summary>The rule as rules of one verb about one thing each.</summary>
    private static IEnumerable<PolicyRule> Simple(PolicyRule rule)
    {
        foreach (var verb in rule.Verbs)
        {
            foreach (var url in rule.NonResourceURLs) yield return new PolicyRule { Verbs = [verb], NonResourceURLs = [url] };
            foreach (var group in rule.ApiGroups)
            {
                foreach (var resource in rule.Resources)
                {
                    var one = new PolicyRule { Verbs = [verb], ApiGroups = [group], Resources = [resource] };
                    if (rule.ResourceNames.Count == 0) yield return one;
                    foreach (var name in rule.ResourceNames) yield return one with { ResourceNames = [name] };
                }
            }
        }
    }

    private static bool Covers(PolicyRule owner, PolicyRule one)
    {
        if (!Has(owner.Verbs, one.Verbs[0])) return false;
        if (one.NonResourceURLs.Count > 0) return owner.NonResourceURLs.Any(url => CoversPath(url, one.NonResourceURLs[0]));
        return Has(owner.ApiGroups, one.ApiGroups[0]) && owner.Resources.Any(resource => CoversResource(resource, one.Resources[0]))
            && (owner.ResourceNames.Count == 0 || (one.ResourceNames.Count > 0 && owner.ResourceNames.Contains(one.ResourceNames[0])));
    }

    private static bool Has(IReadOnlyList<string> values, string value) => values.Contains(All) || values.Contains(value);

    private static bool CoversResource(string owner, string resource)
    {
        if (owner == All || owner == resource) return true;
        var slash = resource.IndexOf('/');
        return slash >= 0 && owner == "*" + resource[slash..];
    }

    private static bool CoversPath(string owner, string path) =>
        owner == All || owner == path || (owner.EndsWith('*') && path.StartsWith(owner[..^1], StringComparison.Ordinal));
}
