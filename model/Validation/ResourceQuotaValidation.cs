using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Quotas: amounts, and the scopes that they count.</summary>
internal static class ResourceQuotaValidation
{
    private static readonly string[] Scopes =
    [
        ResourceQuotaScope.Terminating, ResourceQuotaScope.NotTerminating, ResourceQuotaScope.BestEffort, ResourceQuotaScope.NotBestEffort,
        ResourceQuotaScope.PriorityClass, ResourceQuotaScope.CrossNamespacePodAffinity, ResourceQuotaScope.VolumeAttributesClass,
    ];

    public static void Validate(ResourceQuotaSpec spec, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        Amounts("hard", spec.Hard, errors);
        foreach (var scope in spec.Scopes)
        {
            if (!Scopes.Contains(scope)) errors.Invalid("scopes", Shown(spec.Scopes), "unsupported scope");
            foreach (var name in spec.Hard.Keys)
                if (IsOfQuotas(name) && !Covers(scope, name)) errors.Invalid("scopes", Shown(spec.Scopes), "unsupported scope applied to resource");
        }

        Conflicts("scopes", spec.Scopes, spec.Scopes, errors);
        if (spec.ScopeSelector is not { } selector) return;
        using var ___ = errors.At("scopeSelector.matchExpressions");
        foreach (var requirement in selector.MatchExpressions)
        {
            foreach (var name in spec.Hard.Keys)
                if (IsOfQuotas(name) && !Covers(requirement.ScopeName, name)) errors.Invalid("", selector, "unsupported scope applied to resource");
            Requirement(requirement, errors);
        }

        Conflicts("", [.. selector.MatchExpressions.Select(static r => r.ScopeName)], spec.Scopes, errors);
    }

    public static void Amounts(string field, IReadOnlyDictionary<string, Quantity> amounts, FieldErrors errors)
    {
        foreach (var (name, amount) in amounts)
        {
            using var _ = errors.At(field, name);
            ResourceNames.Validate("", name, errors);
            if (!name.Contains('/') && !IsOfQuotas(name)) errors.Invalid("", new BareName(name), "must be a standard resource for quota");
            ResourceNames.ValidateAmount("", name, amount, errors);
        }
    }

    /// <summary>Scopes as messages of Kubernetes show them.</summary>
    public static BareName Shown(IReadOnlyList<string> scopes) => BareName.ListOf("core.ResourceQuotaScope", scopes);

    private static bool IsOfQuotas(string name) => (ResourceNames.IsStandard(name) && name != ResourceName.Storage) || name.StartsWith("limits.hugepages-", StringComparison.Ordinal);

    private static bool Covers(string scope, string name) => scope switch
    {
        ResourceQuotaScope.BestEffort => name == "pods",
        ResourceQuotaScope.VolumeAttributesClass => name is "persistentvolumeclaims" or "requests.storage",
        ResourceQuotaScope.Terminating or ResourceQuotaScope.NotTerminating or ResourceQuotaScope.NotBestEffort or ResourceQuotaScope.PriorityClass
            or ResourceQuotaScope.CrossNamespacePodAffinity => name is "pods" or "cpu" or "memory" or "limits.cpu" or "limits.memory" or "requests.cpu" or "requests.memory",
        _ => true,
    };

    private static void Conflicts(string field, IReadOnlyList<string> scopes, IReadOnlyList<string> shown, FieldErrors errors)
    {
        if (scopes.Contains(ResourceQuotaScope.BestEffort) && scopes.Contains(ResourceQuotaScope.NotBestEffort)) errors.Invalid(field, Shown(shown), "conflicting scopes");
        if (scopes.Contains(ResourceQuotaScope.Terminating) && scopes.Contains(ResourceQuotaScope.NotTerminating)) errors.Invalid(field, Shown(shown), "conflicting scopes");
    }

    private static void Requirement(ScopedResourceSelectorRequirement requirement, FieldErrors errors)
    {
        if (!Scopes.Contains(requirement.ScopeName)) errors.Invalid("scopeName", requirement.ScopeName, "unsupported scope");
        if (requirement.ScopeName is ResourceQuotaScope.BestEffort or ResourceQuotaScope.NotBestEffort or ResourceQuotaScope.Terminating or ResourceQuotaScope.NotTerminating
                or ResourceQuotaScope.CrossNamespacePodAffinity && requirement.Operator != ScopeSelectorOperator.Exists)
            errors.Invalid("operator", requirement.Operator,
                "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        switch (requirement.Operator)
        {
            case ScopeSelectorOperator.In or ScopeSelectorOperator.NotIn:
                if (requirement.Values.Count == 0)
                    errors.Required("values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                break;
            case ScopeSelectorOperator.Exists or ScopeSelectorOperator.DoesNotExist:
                if (requirement.Values.Count > 0)
                    errors.Invalid("values", requirement.Values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                break;
            default:
                errors.Invalid("operator", requirement.Operator, "not a valid selector operator");
                break;
        }
    }
}
