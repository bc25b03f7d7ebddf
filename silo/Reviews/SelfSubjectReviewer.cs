using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>Who am I? (<c>kubectl auth whoami</c>)</summary>
public sealed class SelfSubjectReviewer(TimeProvider time) : IReviewer
{
    public GroupResource Resource { get; } = new("authentication.k8s.io", "selfsubjectreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question) =>
        new(((SelfSubjectReview)question) with { Metadata = new ObjectMeta { CreationTimestamp = time.GetUtcNow() }, Status = new SelfSubjectReviewStatus { UserInfo = request.User } });
}
