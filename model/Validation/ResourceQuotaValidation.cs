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
        foreach (var (name, amount) in spec.Hard)
        {
            using var __ = errors.At("hard", name);
            ResourceNames.Validate("", name, errors);
            ResourceNames.ValidateAmount("", name, amount, errors);
        }

        foreach (var scope in spec.Scopes)
            if (!Scopes.Contains(scope)) errors.Invalid("scopes", spec.Scopes, "unsupported scope");
        Conflict(spec.Scopes, ResourceQuotaScope.BestEffort, ResourceQuotaScope.NotBestEffort, errors);
        Conflict(spec.Scopes, ResourceQuotaScope.Terminating, ResourceQuotaScope.NotTerminating, errors);
        if (spec.ScopeSelector is not { } selector) return;
        for (var i = 0; i < selector.MatchExpressions.Count; i++)
            using (errors.At("scopeSelector.matchExpressions", i)) Requirement(selector.MatchExpressions[i], errors);
    }

    private static void Conflict(IReadOnlyList<string> scopes, string one, string other, FieldErrors errors)
    {
        if (scopes.Contains(one) && scopes.Contains(other)) errors.Invalid("scopes", scopes, "conflicting scopes");
    }

    private static void Requirement(ScopedResourceSelectorRequirement requirement, FieldErrors errors)
    {
        if (!Scopes.Contains(requirement.ScopeName)) errors.Invalid("scopeName", requirement.ScopeName, "unsupported scope");
        if (requirement.ScopeName is not (ResourceQuotaScope.PriorityClass or ResourceQuotaScope.VolumeAttributesClass) && requirement.Operator != ScopeSelectorOperator.Exists)
            errors.Invalid("operator", requirement.Operator,
                "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        switch (requirement.Operator)
        {
            case ScopeSelectorOperator.In or ScopeSelectorOperator.NotIn:
                if (requirement.Values.Count == 0)
                    errors.Required("values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                break;
            case ScopeSelectorOperator.Exists or ScopeSelectorOperator.DoesNotExist:
                if (requirement.Values.Count > 0)
                    errors.Invalid("values", requirement.Values, "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector");
                break;
            default:
                errors.Invalid("operator", requirement.Operator, "not a valid selector operator");
                break;
        }
    }
}
