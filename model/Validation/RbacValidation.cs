using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Model.Validation;

/// <summary>Rules and subjects of role-based access control (k8s.io/kubernetes/pkg/apis/rbac/validation).</summary>
internal static class RbacValidation
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    public static void Rules(IReadOnlyList<PolicyRule> rules, bool namespaced, FieldErrors errors)
    {
        for (var i = 0; i < rules.Count; i++)
            using (errors.At("rules", i)) Rule(rules[i], namespaced, errors);
    }

    public static void RoleRef(RoleRef role, bool namespaced, FieldErrors errors)
    {
        using var _ = errors.At("roleRef");
        if (role.ApiGroup != RbacGroup) errors.NotSupported("apiGroup", role.ApiGroup, RbacGroup);
        if (namespaced && role.Kind is not ("Role" or "ClusterRole")) errors.NotSupported("kind", role.Kind, "Role", "ClusterRole");
        if (!namespaced && role.Kind != "ClusterRole") errors.NotSupported("kind", role.Kind, "ClusterRole");
        if (role.Name.Length == 0) errors.Required("name");
        else errors.InvalidEach("name", role.Name, Names.PathSegment(role.Name));
    }

    public static void RoleRefStays(RoleRef role, RoleRef old, FieldErrors errors)
    {
        if (role != old) errors.Invalid("roleRef", role, "cannot change roleRef");
    }

    public static void Subjects(IReadOnlyList<Subject> subjects, bool namespaced, FieldErrors errors)
    {
        for (var i = 0; i < subjects.Count; i++)
            using (errors.At("subjects", i)) Subject(subjects[i], namespaced, errors);
    }

    private static void Rule(PolicyRule rule, bool namespaced, FieldErrors errors)
    {
        if (rule.Verbs.Count == 0) errors.Required("verbs", "verbs must contain at least one value");
        if (rule.NonResourceURLs.Count > 0)
        {
            if (namespaced) errors.Invalid("nonResourceURLs", rule.NonResourceURLs, "namespaced rules cannot apply to non-resource URLs");
            if (rule.ApiGroups.Count > 0 || rule.Resources.Count > 0 || rule.ResourceNames.Count > 0)
                errors.Invalid("nonResourceURLs", rule.NonResourceURLs, "rules cannot apply to both regular resources and non-resource URLs");
            return;
        }

        if (rule.ApiGroups.Count == 0) errors.Required("apiGroups", "resource rules must supply at least one api group");
        if (rule.Resources.Count == 0) errors.Required("resources", "resource rules must supply at least one resource");
    }

    private static void Subject(Subject subject, bool namespaced, FieldErrors errors)
    {
        if (subject.Name.Length == 0) errors.Required("name");
        switch (subject.Kind)
        {
            case "ServiceAccount":
                if (subject.Name.Length > 0) errors.InvalidEach("name", subject.Name, Names.DnsSubdomain(subject.Name));
                if (subject.ApiGroup.Length > 0) errors.NotSupported("apiGroup", subject.ApiGroup, "");
                if (!namespaced && subject.Namespace.Length == 0) errors.Required("namespace");
                break;
            case "User" or "Group":
                if (subject.ApiGroup != RbacGroup) errors.NotSupported("apiGroup", subject.ApiGroup, RbacGroup);
                break;
            default:
                errors.NotSupported("kind", subject.Kind, "ServiceAccount", "User", "Group");
                break;
        }
    }
}
