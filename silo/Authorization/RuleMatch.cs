using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>Whether a role's rule covers a question (k8s.io/api/rbac/v1: wildcards, <c>*/subresource</c>, names, path prefixes).</summary>
public static class RuleMatch
{
    public static bool Covers(PolicyRule rule, in AccessQuestion question)
    {
        if (!Has(rule.Verbs, question.Verb)) return false;
        return question.IsResource
            ? Has(rule.ApiGroups, question.Group) && CoversResource(rule.Resources, question) && CoversName(rule.ResourceNames, question.Name)
            : CoversPath(rule.NonResourceURLs, question.Path);
    }

    /// <summary>Whether a value is among those, or any is meant.</summary>
    internal static bool Has(IReadOnlyList<string> values, string wanted)
    {
        for (var i = 0; i < values.Count; i++)
            if (values[i] == "*" || values[i] == wanted) return true;
        return false;
    }

    private static bool CoversResource(IReadOnlyList<string> resources, in AccessQuestion question)
    {
        for (var i = 0; i < resources.Count; i++)
            if (CoversResource(resources[i], question)) return true;
        return false;
    }

    private static bool CoversResource(string rule, in AccessQuestion question)
    {
        if (rule == "*") return true;
        if (question.Subresource.Length == 0) return rule == question.Resource;
        var slash = rule.IndexOf('/');
        if (slash < 0 || !rule.AsSpan(slash + 1).SequenceEqual(question.Subresource)) return false;
        var resource = rule.AsSpan(0, slash);
        return resource is "*" || resource.SequenceEqual(question.Resource);
    }

    private static bool CoversName(IReadOnlyList<string> names, string name)
    {
        if (names.Count == 0) return true;
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name) return true;
        return false;
    }

    /// <summary>Whether one of the paths is meant; a star at the end stands for all that goes on so.</summary>
    internal static bool CoversPath(IReadOnlyList<string> urls, string path)
    {
        for (var i = 0; i < urls.Count; i++)
        {
            var url = urls[i];
            if (url == "*" || url == path) return true;
            if (url.EndsWith('*') && path.AsSpan().StartsWith(url.AsSpan(0, url.Length - 1))) return true;
        }

        return false;
    }
}
