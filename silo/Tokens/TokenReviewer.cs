using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Reviews;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>Whose bearer token is this, and is it meant for those who ask?</summary>
public sealed class TokenReviewer(IEnumerable<ITokenAuthenticator> authenticators) : IReviewer
{
    private const string Unknown = "invalid bearer token";
    private readonly ITokenAuthenticator[] _authenticators = [.. authenticators];

    public GroupResource Resource { get; } = new("authentication.k8s.io", "tokenreviews");

    public async ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (TokenReview)question;
        if (review.Spec.Token.Length == 0) throw Failures.BadRequest("token is required for TokenReview in authentication");
        return review with { Status = Status(await JudgeAsync(review.Spec.Token, review.Spec.Audiences)) };
    }

    private async ValueTask<TokenVerdict> JudgeAsync(string token, IReadOnlyList<string> audiences)
    {
        foreach (var authenticator in _authenticators)
            if (await authenticator.JudgeAsync(token, audiences) is { } verdict) return verdict;
        return TokenVerdict.Invalid("");
    }

    private static TokenReviewStatus Status(TokenVerdict verdict) => verdict.User is { } user
        ? new TokenReviewStatus { Authenticated = true, User = user, Audiences = verdict.Audiences }
        : new TokenReviewStatus { Error = verdict.Error.Length == 0 ? Unknown : $"[{Unknown}, {verdict.Error}]" };
}
