using System.Security.Cryptography.X509Certificates;

namespace Orleans.Kube.Client;

/// <summary>How to reach an API server and who to be there. <see cref="KubeConfigLoader"/> reads one from where Kubernetes keeps them.</summary>
public sealed record KubeConfig
{
    /// <summary>The base address, such as <c>https://127.0.0.1:6443</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>The namespace of the context.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The authorities that may have signed the server's certificate; empty trusts the machine's.</summary>
    public X509Certificate2Collection CertificateAuthorities { get; init; } = [];

    /// <summary>The client's certificate with its private key.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The file of the client's certificate, with <see cref="ClientKeyFile"/>: both may change and are read again for new connections.</summary>
    public string? ClientCertificateFile { get; init; }

    public string? ClientKeyFile { get; init; }

    public string? Token { get; init; }

    /// <summary>A file that holds the token and may change: it is read again every minute. Wins over <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Trusts any certificate. For trials only.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>The name to expect in the server's certificate, when it is not the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }
}
