using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authorization;

[KubeKind("authorization.k8s.io/v1", "SelfSubjectAccessReview")]
public sealed record SelfSubjectAccessReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public SelfSubjectAccessReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public SubjectAccessReviewStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record SelfSubjectAccessReviewSpec
{
    public ResourceAttributes? ResourceAttributes { get; init; }

    public NonResourceAttributes? NonResourceAttributes { get; init; }
}
