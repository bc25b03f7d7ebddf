using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>subjectaccessreviews: Asks whether somebody may do something. Answered, never stored.</summary>
public sealed class SubjectAccessReviewDefinition : ResourceDefinition<SubjectAccessReview>
{
    public override string Plural => "subjectaccessreviews";

    public override bool Namespaced => false;
    public override IReadOnlyList<string> Verbs => Definitions.Verbs.CreateOnly;

    public override bool Virtual => true;

    protected override void Validate(SubjectAccessReview value, FieldErrors errors) => AccessReviewValidation.Validate(value.Spec, errors);
}
