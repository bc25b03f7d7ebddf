using Orleans.Kube.Model.Authentication;

namespace Orleans.Kube.Model.Definitions;

/// <summary>tokenreviews: Asks whose a token is. Answered, never stored.</summary>
public sealed class TokenReviewDefinition : ResourceDefinition<TokenReview>
{
    public override string Plural => "tokenreviews";

    public override bool Namespaced => false;
    public override IReadOnlyList<string> Verbs => Definitions.Verbs.CreateOnly;

    public override bool Virtual => true;
}
