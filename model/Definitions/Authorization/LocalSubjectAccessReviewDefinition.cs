using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>localsubjectaccessreviews: Asks whether somebody may do something in a namespace. Answered, never stored.</summary>
public sealed class LocalSubjectAccessReviewDefinition : ResourceDefinition<LocalSubjectAccessReview>
{
    public override string Plural => "localsubjectaccessreviews";

    public override IReadOnlyList<string> Verbs => Definitions.Verbs.CreateOnly;

    public override bool Virtual => true;

    protected override void Validate(LocalSubjectAccessReview value, FieldErrors errors)
    {
        AccessReviewValidation.Validate(value.Spec, errors);
        if (value.Spec.ResourceAttributes is { } attributes && attributes.Namespace != value.Metadata.Namespace)
            errors.Invalid("spec.resourceAttributes.namespace", attributes.Namespace, "must match metadata.namespace");
        if (value.Spec.NonResourceAttributes is not null) errors.Invalid("spec.nonResourceAttributes", value.Spec.NonResourceAttributes, "disallowed on this kind of request");
    }
}
