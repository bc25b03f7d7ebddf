using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Certificates;

/// <summary>Asks a signer for a certificate. kubectl certificate approves or denies it.</summary>
[KubeKind("certificates.k8s.io/v1", "CertificateSigningRequest")]
public sealed record CertificateSigningRequest : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public CertificateSigningRequestSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public CertificateSigningRequestStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The request, and who sent it. It cannot be changed.</summary>
public sealed record CertificateSigningRequestSpec
{
    /// <summary>The request in PEM, of the type CERTIFICATE REQUEST.</summary>
    [AlwaysWritten] [Atomic]
    public byte[]? Request { get; init; }

    /// <summary>The signer: a domain and a path, such as kubernetes.io/kube-apiserver-client.</summary>
    [AlwaysWritten]
    public string SignerName { get; init => field = value ?? ""; } = "";

    /// <summary>How long the certificate shall be valid, in seconds, at least 600. The signer may give a shorter time.</summary>
    public int? ExpirationSeconds { get; init; }

    /// <summary>What the certificate shall be good for.</summary>
    [Atomic] [Values(typeof(KeyUsage))]
    public IReadOnlyList<string> Usages { get; init => field = value ?? []; } = [];

    /// <summary>The user who sent the request. The server sets it.</summary>
    public string Username { get; init => field = value ?? ""; } = "";

    /// <summary>UID of the user who sent the request. The server sets it.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>Groups of the user who sent the request. The server sets it.</summary>
    [Atomic]
    public IReadOnlyList<string> Groups { get; init => field = value ?? []; } = [];

    /// <summary>Further facts about the user who sent the request. The server sets it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init => field = value ?? EmptyMap<IReadOnlyList<string>>.Value; } = EmptyMap<IReadOnlyList<string>>.Value;
}

/// <summary>What came of the request.</summary>
public sealed record CertificateSigningRequestStatus
{
    /// <summary>Approved, Denied or Failed.</summary>
    [ListMap("type")]
    public IReadOnlyList<CertificateSigningRequestCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>The certificates in PEM, the one that was asked for first. Set by the signer.</summary>
    [Atomic]
    public byte[]? Certificate { get; init; }
}

/// <summary>An approval, a denial or a failure.</summary>
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
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }
}
