using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authentication;

/// <summary>Asks for a token of a service account.</summary>
[KubeKind("authentication.k8s.io/v1", "TokenRequest")]
public sealed record TokenRequest : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public TokenRequestSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public TokenRequestStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>What the token shall be.</summary>
public sealed record TokenRequestSpec
{
    /// <summary>Those to whom the token may be shown. A receiver must find itself among them. Empty stands for the API server.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Audiences { get; init => field = value ?? []; } = [];

    /// <summary>How long the token shall be valid, in seconds. The server may give another time. Default 3600.</summary>
    [AlwaysWritten] [Optional]
    public long? ExpirationSeconds { get; init; }

    /// <summary>The object whose end also ends the token. None: the token lasts as long as its service account.</summary>
    [AlwaysWritten] [Optional]
    public BoundObjectReference? BoundObjectRef { get; init; }
}

/// <summary>The token that was made.</summary>
public sealed record TokenRequestStatus
{
    /// <summary>The bearer token.</summary>
    [AlwaysWritten]
    public string Token { get; init => field = value ?? ""; } = "";

    /// <summary>When the token ends.</summary>
    [AlwaysWritten]
    public DateTimeOffset? ExpirationTimestamp { get; init; }
}

/// <summary>The object that a token is bound to: the token ends with it.</summary>
public sealed record BoundObjectReference
{
    public string Kind { get; init => field = value ?? ""; } = "";

    public string ApiVersion { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the object.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>UID of the object. An object of the same name with another UID does not keep the token alive.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";
}
