using Orleans.Kube.Model.Authentication;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>Asks the authorizers in order; the first with an opinion decides.</summary>
public sealed class AuthorizerChain(IReadOnlyList<IAuthorizer> authorizers) : IAuthorizer
{
    public AccessVerdict Judge(in AccessQuestion question)
    {
        List<string>? reasons = null;
        foreach (var authorizer in authorizers)
        {
            var verdict = authorizer.Judge(question);
            if (verdict.Decision != AccessDecision.NoOpinion) return verdict;
            if (verdict.Reason.Length > 0) (reasons ??= []).Add(verdict.Reason);
        }

        return AccessVerdict.NoOpinion(reasons is null ? "" : string.Join(", ", reasons));
    }

    public void CollectRules(UserInfo user, string @namespace, RuleCollection rules)
    {
        foreach (var authorizer in authorizers) authorizer.CollectRules(user, @namespace, rules);
    }
}
