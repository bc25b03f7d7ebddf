using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>May I do that? (<c>kubectl auth can-i</c>)</summary>
public sealed class SelfSubjectAccessReviewer(IAuthorizer authorizer) : IReviewer
{
    public GroupResource Resource { get; } = new(AccessReviews.Group, "selfsubjectaccessreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (SelfSubjectAccessReview)question;
        return new(review with { Status = AccessReviews.Judge(authorizer, request.User, review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes) });
    }
}
