using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>What a user may do in a namespace, as the authorizers tell it one after the other.</summary>
public sealed class RuleCollection
{
    public List<ResourceRule> Resources { get; } = [];

    public List<NonResourceRule> Paths { get; } = [];

    /// <summary>Whether an authorizer says that it does not tell all.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>Why there may be more rules than these.</summary>
    public List<string> Problems { get; } = [];

    public void Add(PolicyRule rule)
    {
        if (rule.Resources.Count > 0)
            Resources.Add(new ResourceRule { Verbs = rule.Verbs, ApiGroups = rule.ApiGroups, Resources = rule.Resources, ResourceNames = rule.ResourceNames });
        if (rule.NonResourceURLs.Count > 0) Paths.Add(new NonResourceRule { Verbs = rule.Verbs, NonResourceURLs = rule.NonResourceURLs });
    }

    /// <summary>Problems as one text, each once: in brackets where there are several.</summary>
    public static string Told(IEnumerable<string> problems) => problems.Distinct(StringComparer.Ordinal).ToList() is { Count: > 1 } several ? $"[{string.Join(", ", several)}]" : string.Join("", problems.Take(1));
}
