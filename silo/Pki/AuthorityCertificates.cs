using Orleans.Kube.Grains;

namespace Orleans.Kube.Silo.Pki;

/// <summary>The cluster's own CA, as every namespace publishes it for its pods.</summary>
public sealed class AuthorityCertificates(CertificateAuthority authority) : IRootCertificates
{
    public string Pem { get; } = authority.Pem + "\n";
}
