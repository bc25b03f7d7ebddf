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
    }

    public static void Question(ResourceAttributes? resource, NonResourceAttributes? path, FieldErrors errors)
    {
        if (resource is not null && path is not null) errors.Invalid("nonResourceAttributes", path, "cannot be specified in combination with resourceAttributes");
        if (resource is null && path is null) errors.Invalid("resourceAttributes", path, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }
}
