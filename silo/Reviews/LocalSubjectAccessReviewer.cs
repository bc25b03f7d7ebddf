using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>May this user do that in this namespace?</summary>
public sealed class LocalSubjectAccessReviewer(IAuthorizer authorizer) : IReviewer
{
    public GroupResource Resource { get; } = new(AccessReviews.Group, "localsubjectaccessreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (LocalSubjectAccessReview)question;
        return new(review with { Status = AccessReviews.Judge(authorizer, AccessReviews.User(review.Spec), review.Spec.ResourceAttributes, null) });
    }
}
