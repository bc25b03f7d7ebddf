using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authentication;

/// <summary>Asks whether a token is valid, and whose it is.</summary>
[KubeKind("authentication.k8s.io/v1", "TokenReview")]
public sealed record TokenReview : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public TokenReviewSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public TokenReviewStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The token in question.</summary>
public sealed record TokenReviewSpec
{
    /// <summary>The bearer token to check.</summary>
    public string Token { get; init => field = value ?? ""; } = "";

    /// <summary>Those to whom the token was shown. The token must be meant for one of them. Empty stands for the API server.</summary>
    [Atomic]
    public IReadOnlyList<string> Audiences { get; init => field = value ?? []; } = [];
}

/// <summary>What was found about the token.</summary>
public sealed record TokenReviewStatus
{
    /// <summary>Whether the token belongs to a known user.</summary>
    public bool Authenticated { get; init; }

    /// <summary>The user to whom the token belongs.</summary>
    public UserInfo User { get; init => field = value ?? new(); } = new();

    /// <summary>Those of the audiences asked for that the token is meant for.</summary>
    [Atomic]
    public IReadOnlyList<string> Audiences { get; init => field = value ?? []; } = [];

    /// <summary>Why the token could not be checked.</summary>
    public string Error { get; init => field = value ?? ""; } = "";
}

/// <summary>What is known of a user.</summary>
public sealed record UserInfo
{
    /// <summary>The name that identifies the user among all active users.</summary>
    public string Username { get; init => field = value ?? ""; } = "";

    /// <summary>An identifier that stays with the user; another user of the same name later has another.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>The groups that the user belongs to.</summary>
    [Atomic]
    public IReadOnlyList<string> Groups { get; init => field = value ?? []; } = [];

    /// <summary>Further facts that the authenticator knows of the user.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init => field = value ?? EmptyMap<IReadOnlyList<string>>.Value; } = EmptyMap<IReadOnlyList<string>>.Value;
}
