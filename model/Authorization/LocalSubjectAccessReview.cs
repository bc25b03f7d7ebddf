using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authorization;

/// <summary>Asks whether a user may do something in one namespace.</summary>
[KubeKind("authorization.k8s.io/v1", "LocalSubjectAccessReview")]
public sealed record LocalSubjectAccessReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public SubjectAccessReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public SubjectAccessReviewStatus Status { get; init => field = value ?? new(); } = new();
}
