using System.Security.Cryptography.X509Certificates;

namespace Orleans.Kube.Silo.Pki;

/// <summary>The certificate with which the API server answers; made anew when it lacks a name, nears its end or has another issuer.</summary>
public static class ServerCertificate
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public static X509Certificate2 Open(DataDirectory data, CertificateAuthority authority, SubjectNames names, TimeProvider time)
    {
        if (Load(data) is { } existing)
        {
            if (authority.Issued(existing) && new DateTimeOffset(existing.NotAfter) - time.GetUtcNow() > RenewBefore && Covers(existing, names)) return existing;
            existing.Dispose();
        }

        var issued = authority.IssueServer("kube-apiserver", names, Lifetime);
        PemFile.WritePrivate(data.ServerKey, issued.KeyPem);
        PemFile.WritePublic(data.ServerCertificate, issued.CertificatePem);
        return issued.WithKey();
    }

    private static X509Certificate2? Load(DataDirectory data) => File.Exists(data.ServerCertificate) && File.Exists(data.ServerKey)
        ? X509Certificate2.CreateFromPemFile(data.ServerCertificate, data.ServerKey)
        : null;

    private static bool Covers(X509Certificate2 certificate, SubjectNames names)
    {
        if (certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is not { } alternatives) return false;
        var known = alternatives.EnumerateDnsNames().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var addresses = alternatives.EnumerateIPAddresses().ToHashSet();
        return names.DnsNames.All(known.Contains) && names.Addresses.All(addresses.Contains);
    }
}
