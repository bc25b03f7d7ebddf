using Orleans.Kube.Model.Authorization;

namespace Orleans.Kube.Model.Definitions;

/// <summary>selfsubjectrulesreviews: Asks all that the caller may do in a namespace. Answered, never stored.</summary>
public sealed class SelfSubjectRulesReviewDefinition : ResourceDefinition<SelfSubjectRulesReview>
{
    public override string Plural => "selfsubjectrulesreviews";

    public override bool Namespaced => false;
    public override IReadOnlyList<string> Verbs => Definitions.Verbs.CreateOnly;

    public override bool Virtual => true;
}
