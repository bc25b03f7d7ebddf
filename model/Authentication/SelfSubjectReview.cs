using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authentication;

/// <summary>Asks who the caller is, as the server sees it after authentication.</summary>
[KubeKind("authentication.k8s.io/v1", "SelfSubjectReview")]
public sealed record SelfSubjectReview : KubeObject
{
    /// <summary>The state that was last observed. The system writes it.</summary>
    public SelfSubjectReviewStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>Who the caller is.</summary>
public sealed record SelfSubjectReviewStatus
{
    /// <summary>The user that sent the request.</summary>
    public UserInfo UserInfo { get; init => field = value ?? new(); } = new();
}
