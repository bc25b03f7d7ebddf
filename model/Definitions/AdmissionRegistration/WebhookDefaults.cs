using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults that both sorts of webhooks and admission policies have.</summary>
internal static class WebhookDefaults
{
    public const int TimeoutSeconds = 10;
    private const int Port = 443;

    public static WebhookClientConfig Default(WebhookClientConfig config) =>
        config.Service is { Port: null } service ? config with { Service = service with { Port = Port } } : config;

    public static IReadOnlyList<RuleWithOperations> Default(IReadOnlyList<RuleWithOperations> rules) =>
        rules.Map(static r => r.Scope is null ? r with { Scope = ScopeType.All } : r);

    public static MatchResources? Default(MatchResources? resources)
    {
        if (resources is null) return null;
        var (rules, excluded) = (Default(resources.ResourceRules), Default(resources.ExcludeResourceRules));
        var isComplete = resources is { MatchPolicy: not null, NamespaceSelector: not null, ObjectSelector: not null }
            && ReferenceEquals(rules, resources.ResourceRules) && ReferenceEquals(excluded, resources.ExcludeResourceRules);
        return isComplete ? resources : resources with
        {
            ResourceRules = rules,
            ExcludeResourceRules = excluded,
            MatchPolicy = resources.MatchPolicy ?? MatchPolicyType.Equivalent,
            NamespaceSelector = resources.NamespaceSelector ?? new LabelSelector(),
            ObjectSelector = resources.ObjectSelector ?? new LabelSelector(),
        };
    }

    private static IReadOnlyList<NamedRuleWithOperations> Default(IReadOnlyList<NamedRuleWithOperations> rules) =>
        rules.Map(static r => r.Scope is null ? r with { Scope = ScopeType.All } : r);
}
