using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Certificates;

[KubeKind("certificates.k8s.io/v1", "CertificateSigningRequest")]
public sealed record CertificateSigningRequest : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public CertificateSigningRequestSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
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
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(RequestConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>When anything about it was last written.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }
}
