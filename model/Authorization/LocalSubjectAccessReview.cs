using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authorization;

[KubeKind("authorization.k8s.io/v1", "LocalSubjectAccessReview")]
public sealed record LocalSubjectAccessReview : KubeObject
{
    [AlwaysWritten]
    public SubjectAccessReviewSpec Spec { get; init => field = value ?? new(); } = new();

    public SubjectAccessReviewStatus Status { get; init => field = value ?? new(); } = new();
}
