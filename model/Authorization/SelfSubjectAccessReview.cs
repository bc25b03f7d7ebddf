using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authorization;

/// <summary>Asks whether the caller may do something.</summary>
[KubeKind("authorization.k8s.io/v1", "SelfSubjectAccessReview")]
public sealed record SelfSubjectAccessReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public SelfSubjectAccessReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public SubjectAccessReviewStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The request in question. Exactly one of the two.</summary>
public sealed record SelfSubjectAccessReviewSpec
{
    /// <summary>A request for a resource.</summary>
    public ResourceAttributes? ResourceAttributes { get; init; }

    /// <summary>A request for a path that is no resource.</summary>
    public NonResourceAttributes? NonResourceAttributes { get; init; }
}
