using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Controllers.Quotas;

/// <summary>Whether an object is among those that a quota counts. A quota with scopes counts pods alone, those that are in all of them.</summary>
public static class QuotaScopes
{
    public static bool Include(ResourceQuotaSpec spec, ApiObject item)
    {
        if (spec.Scopes.Count == 0 && spec.ScopeSelector is null or { MatchExpressions.Count: 0 }) return true;
        if (item.Key.Resource == Resources.PersistentVolumeClaims) return IncludeClaim(spec, item.As<PersistentVolumeClaim>());
        if (item.Key.Resource != Resources.Pods) return false;
        var pod = item.As<Pod>();
        return spec.Scopes.All(scope => IsIn(pod, scope)) && (spec.ScopeSelector?.MatchExpressions ?? []).All(requirement => Meets(pod, requirement));
    }

    private static bool IncludeClaim(ResourceQuotaSpec spec, PersistentVolumeClaim claim) =>
        spec.Scopes.All(static scope => scope == ResourceQuotaScope.VolumeAttributesClass)
        && (spec.ScopeSelector?.MatchExpressions ?? []).All(requirement =>
            requirement.ScopeName == ResourceQuotaScope.VolumeAttributesClass && Meets(claim.Spec.VolumeAttributesClassName ?? "", requirement));

    private static bool Meets(Pod pod, ScopedResourceSelectorRequirement requirement) => requirement.ScopeName == ResourceQuotaScope.PriorityClass
        ? Meets(pod.Spec.PriorityClassName, requirement)
        : IsIn(pod, requirement.ScopeName);

    private static bool Meets(string value, ScopedResourceSelectorRequirement requirement) => requirement.Operator switch
    {
        ScopeSelectorOperator.In => value.Length > 0 && requirement.Values.Contains(value),
        ScopeSelectorOperator.NotIn => !requirement.Values.Contains(value),
        ScopeSelectorOperator.DoesNotExist => value.Length == 0,
        _ => value.Length > 0,
    };

    private static bool IsIn(Pod pod, string scope) => scope switch
    {
        ResourceQuotaScope.Terminating => pod.Spec.ActiveDeadlineSeconds is >= 0,
        ResourceQuotaScope.NotTerminating => pod.Spec.ActiveDeadlineSeconds is not >= 0,
        ResourceQuotaScope.BestEffort => QualityOfService.ClassOf(pod.Spec) == PodQOSClass.BestEffort,
        ResourceQuotaScope.NotBestEffort => QualityOfService.ClassOf(pod.Spec) != PodQOSClass.BestEffort,
        ResourceQuotaScope.PriorityClass => pod.Spec.PriorityClassName.Length > 0,
        ResourceQuotaScope.CrossNamespacePodAffinity => LooksElsewhere(pod),
        _ => false,
    };

    private static bool LooksElsewhere(Pod pod)
    {
        var (near, far) = (pod.Spec.Affinity?.PodAffinity, pod.Spec.Affinity?.PodAntiAffinity);
        IEnumerable<PodAffinityTerm> terms =
        [
            .. near?.RequiredDuringSchedulingIgnoredDuringExecution ?? [], .. far?.RequiredDuringSchedulingIgnoredDuringExecution ?? [],
            .. (near?.PreferredDuringSchedulingIgnoredDuringExecution ?? []).Select(static t => t.PodAffinityTerm),
            .. (far?.PreferredDuringSchedulingIgnoredDuringExecution ?? []).Select(static t => t.PodAffinityTerm),
        ];
        return terms.Any(static term => term.Namespaces.Count > 0 || term.NamespaceSelector is not null);
    }
}
