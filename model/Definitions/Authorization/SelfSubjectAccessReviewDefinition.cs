using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>selfsubjectaccessreviews: Asks whether the caller may do something. Answered, never stored.</summary>
public sealed class SelfSubjectAccessReviewDefinition : ResourceDefinition<SelfSubjectAccessReview>
{
    public override string Plural => "selfsubjectaccessreviews";

    public override bool Namespaced => false;
    public override IReadOnlyList<string> Verbs => Definitions.Verbs.CreateOnly;

    public override bool Virtual => true;

    protected override void Validate(SelfSubjectAccessReview value, FieldErrors errors)
    {
        using (errors.At("spec"))
        {
            AccessReviewValidation.Question(value.Spec.ResourceAttributes, value.Spec.NonResourceAttributes, errors);
            AccessReviewValidation.Selectors(value.Spec.ResourceAttributes, errors);
        }
    }
}
