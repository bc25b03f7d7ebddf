using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Authorization;

namespace Orleans.Kube.Model.Validation;

/// <summary>Questions about what somebody may do: about a resource or about a path, not both.</summary>
internal static class AccessReviewValidation
{
    public static void Validate(SubjectAccessReviewSpec spec, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        Question(spec.ResourceAttributes, spec.NonResourceAttributes, errors);
        if (spec.User.Length == 0 && spec.Groups.Count == 0) errors.Invalid("user", spec.User, "at least one of user or group must be specified");
        Selectors(spec.ResourceAttributes, errors);
    }

    public static void Selectors(ResourceAttributes? attributes, FieldErrors errors)
    {
        using var _ = errors.At("resourceAttributes");
        if (attributes?.FieldSelector is { } fields)
            using (errors.At("fieldSelector"))
            {
                Form(fields.RawSelector, fields.Requirements.Count, errors);
                for (var i = 0; i < fields.Requirements.Count; i++)
                    using (errors.At("requirements", i)) Requirement(fields.Requirements[i], errors);
            }

        if (attributes?.LabelSelector is { } labels)
            using (errors.At("labelSelector"))
            {
                Form(labels.RawSelector, labels.Requirements.Count, errors);
                for (var i = 0; i < labels.Requirements.Count; i++)
                    using (errors.At("requirements", i)) LabelSelectorValidation.Requirement(labels.Requirements[i], knowsAll: false, errors);
            }
    }

    private static void Form(string text, int requirements, FieldErrors errors)
    {
        if (text.Length > 0 && requirements > 0) errors.Invalid("rawSelector", text, "may not specified at the same time as requirements");
        if (text.Length == 0 && requirements == 0) errors.Required("requirements", $"when {errors.Path("")} is specified, requirements or rawSelector is required");
    }

    private static void Requirement(FieldSelectorRequirement requirement, FieldErrors errors)
    {
        if (requirement.Key.Length == 0) errors.Required("key", "must be specified");
        if (requirement.Operator is "In" or "NotIn" && requirement.Values.Count == 0) errors.Required("values", "must be specified when `operator` is 'In' or 'NotIn'");
        if (requirement.Operator is "Exists" or "DoesNotExist" && requirement.Values.Count > 0)
            errors.Forbidden("values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    }

    public static void Question(ResourceAttributes? resource, NonResourceAttributes? path, FieldErrors errors)
    {
        if (resource is not null && path is not null) errors.Invalid("nonResourceAttributes", path, "cannot be specified in combination with resourceAttributes");
        if (resource is null && path is null) errors.Invalid("resourceAttributes", path, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }
}
