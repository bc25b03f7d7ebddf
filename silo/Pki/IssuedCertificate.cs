using System.Security.Cryptography.X509Certificates;

namespace Orleans.Kube.Silo.Pki;

/// <summary>A certificate and its private key, both in PEM.</summary>
public sealed record IssuedCertificate(string CertificatePem, string KeyPem)
{
    /// <summary>Both in one.</summary>
    public X509Certificate2 WithKey() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
}
