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
        if (review.Spec.ResourceAttributes is not { } resource || resource.Namespace != request.Info.Namespace)
            throw Failures.BadRequest("spec.resourceAttributes.namespace must match the namespace of the request");
        return new(review with { Status = AccessReviews.Judge(authorizer, AccessReviews.User(review.Spec), resource, null) });
    }
}
