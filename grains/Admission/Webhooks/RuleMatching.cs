using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Grains;

/// <summary>Which writes rules of webhooks and policies speak of (k8s.io/apiserver/pkg/admission/plugin/webhook/predicates).</summary>
internal static class RuleMatching
{
    private const string All = "*";

    /// <summary>Whether such writes may be shown at all: what configures admission is exempt, so that it can always be corrected.</summary>
    public static bool IsExempt(GroupResource resource) => resource is ("admissionregistration.k8s.io", _);

    public static bool Covers(RuleWithOperations rule, string operation, ResourceDefinition definition, string subresource) =>
        Covers(rule.Operations, rule.ApiGroups, rule.ApiVersions, rule.Resources, rule.Scope, operation, definition, subresource);

    public static bool Covers(NamedRuleWithOperations rule, string operation, ResourceDefinition definition, string subresource, string name) =>
        (rule.ResourceNames.Count == 0 || rule.ResourceNames.Contains(name))
        && Covers(rule.Operations, rule.ApiGroups, rule.ApiVersions, rule.Resources, rule.Scope, operation, definition, subresource);

    /// <summary>Whether the labels of the namespace are what is asked for. Objects outside of namespaces always pass.</summary>
    public static bool InNamespace(LabelSelector? selector, AdmissionRequest request, KubeObject? value)
    {
        if (selector is null || LabelQuery.From(selector) is { IsEverything: true } or null) return true;
        var query = LabelQuery.From(selector);
        if (request.Key.Resource == Resources.Namespaces) return query.Matches((value ?? request.Old)?.Metadata.Labels ?? EmptyMap<string>.Value);
        return request.Key.Namespace.Length == 0
            || query.Matches(request.View.Find(new ObjectKey(Resources.Namespaces, "", request.Key.Namespace))?.Header.Labels ?? EmptyMap<string>.Value);
    }

    /// <summary>Whether the labels of the object are what is asked for, before or after the write.</summary>
    public static bool Selects(LabelSelector? selector, KubeObject? value, KubeObject? old)
    {
        if (selector is null) return true;
        var query = LabelQuery.From(selector);
        return query.IsEverything || (value is not null && query.Matches(value.Metadata.Labels)) || (old is not null && query.Matches(old.Metadata.Labels));
    }

    private static bool Covers(
        IReadOnlyList<string> operations, IReadOnlyList<string> groups, IReadOnlyList<string> versions, IReadOnlyList<string> resources, string? scope,
        string operation, ResourceDefinition definition, string subresource) =>
        Has(operations, operation) && Has(groups, definition.Group) && Has(versions, definition.Version) && Names(resources, definition.Plural, subresource)
        && scope switch
        {
            null or "" or ScopeType.All => true,
            ScopeType.Namespaced => definition.Namespaced && definition.Resource != Resources.Namespaces,
            _ => !definition.Namespaced,
        };

    private static bool Has(IReadOnlyList<string> values, string value) => values.Contains(All) || values.Contains(value);

    private static bool Names(IReadOnlyList<string> resources, string plural, string subresource) => resources.Any(resource =>
    {
        var slash = resource.IndexOf('/');
        var (main, part) = slash < 0 ? (resource, "") : (resource[..slash], resource[(slash + 1)..]);
        return (main == All || main == plural) && (part == All || part == subresource);
    });
}
