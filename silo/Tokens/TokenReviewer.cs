using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Reviews;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>Whose service account token is this?</summary>
public sealed class TokenReviewer(ServiceAccountAuthenticator authenticator) : IReviewer
{
    public GroupResource Resource { get; } = new("authentication.k8s.io", "tokenreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (TokenReview)question;
        if (review.Spec.Token.Length == 0) throw Failures.BadRequest("token is required for TokenReview in authentication");
        var user = authenticator.Authenticate(review.Spec.Token, review.Spec.Audiences);
        return new(review with
        {
            Status = user is null
                ? new TokenReviewStatus { Error = "invalid bearer token" }
                : new TokenReviewStatus { Authenticated = true, User = user, Audiences = review.Spec.Audiences },
        });
    }
}
