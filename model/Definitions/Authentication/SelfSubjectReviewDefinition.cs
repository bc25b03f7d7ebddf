using Orleans.Kube.Model.Authentication;

namespace Orleans.Kube.Model.Definitions;

/// <summary>selfsubjectreviews: Asks who the caller is. Answered, never stored.</summary>
public sealed class SelfSubjectReviewDefinition : ResourceDefinition<SelfSubjectReview>
{
    public override string Plural => "selfsubjectreviews";

    public override bool Namespaced => false;
    public override IReadOnlyList<string> Verbs => Definitions.Verbs.CreateOnly;

    public override bool Virtual => true;
}
