using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authentication;

[KubeKind("authentication.k8s.io/v1", "TokenReview")]
public sealed record TokenReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public TokenReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public TokenReviewStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record TokenReviewSpec
{
    public string Token { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Audiences { get; init => field = value ?? []; } = [];
}

public sealed record TokenReviewStatus
{
    public bool Authenticated { get; init; }

    public UserInfo User { get; init => field = value ?? new(); } = new();

    [Atomic]
    public IReadOnlyList<string> Audiences { get; init => field = value ?? []; } = [];

    public string Error { get; init => field = value ?? ""; } = "";
}

public sealed record UserInfo
{
    public string Username { get; init => field = value ?? ""; } = "";

    public string Uid { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Groups { get; init => field = value ?? []; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init => field = value ?? EmptyMap<IReadOnlyList<string>>.Value; } = EmptyMap<IReadOnlyList<string>>.Value;
}
