using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Certificates;

[KubeKind("certificates.k8s.io/v1", "CertificateSigningRequest")]
public sealed record CertificateSigningRequest : KubeObject
{
    [AlwaysWritten]
    public CertificateSigningRequestSpec Spec { get; init => field = value ?? new(); } = new();

    public CertificateSigningRequestStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record CertificateSigningRequestSpec
{
    [AlwaysWritten] [Atomic]
    public byte[]? Request { get; init; }

    [AlwaysWritten]
    public string SignerName { get; init => field = value ?? ""; } = "";

    public int? ExpirationSeconds { get; init; }

    [Atomic] [Values(typeof(KeyUsage))]
    public IReadOnlyList<string> Usages { get; init => field = value ?? []; } = [];

    public string Username { get; init => field = value ?? ""; } = "";

    public string Uid { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Groups { get; init => field = value ?? []; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init => field = value ?? EmptyMap<IReadOnlyList<string>>.Value; } = EmptyMap<IReadOnlyList<string>>.Value;
}

public sealed record CertificateSigningRequestStatus
{
    [ListMap("type")]
    public IReadOnlyList<CertificateSigningRequestCondition> Conditions { get; init => field = value ?? []; } = [];

    [Atomic]
    public byte[]? Certificate { get; init; }
}

public sealed record CertificateSigningRequestCondition
{
    [AlwaysWritten] [Values(typeof(RequestConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastUpdateTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }
}
