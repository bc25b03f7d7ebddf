using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Authentication;

[KubeKind("authentication.k8s.io/v1", "TokenRequest")]
public sealed record TokenRequest : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public TokenRequestSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public TokenRequestStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record TokenRequestSpec
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Audiences { get; init => field = value ?? []; } = [];

    [AlwaysWritten] [Optional]
    public long? ExpirationSeconds { get; init; }

    [AlwaysWritten] [Optional]
    public BoundObjectReference? BoundObjectRef { get; init; }
}

public sealed record TokenRequestStatus
{
    [AlwaysWritten]
    public string Token { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? ExpirationTimestamp { get; init; }
}

public sealed record BoundObjectReference
{
    public string Kind { get; init => field = value ?? ""; } = "";

    public string ApiVersion { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Uid { get; init => field = value ?? ""; } = "";
}
