using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authentication;

[KubeKind("authentication.k8s.io/v1", "SelfSubjectReview")]
public sealed record SelfSubjectReview : KubeObject
{
    /// <summary>The state that was last observed. The system writes it.</summary>
    public SelfSubjectReviewStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record SelfSubjectReviewStatus
{
    public UserInfo UserInfo { get; init => field = value ?? new(); } = new();
}
