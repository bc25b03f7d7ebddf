using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orleans.Kube.Silo.Pki;

/// <summary>The cluster's own authority: signs the server's, the users' and the nodes' certificates (ECDSA P-256).</summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>What a certificate must be for to speak in the name of others. None that can be asked for is.</summary>
    public static readonly Oid PeerPurpose = new("2.25.329800735698586629295641978511506172918");

    /// <summary>How long before they were signed certificates begin, for clocks that are late.</summary>
    public static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    private const string AlternativeNames = "2.5.29.17";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);
    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;

    private CertificateAuthority(X509Certificate2 certificate, TimeProvider time) => (_certificate, _time) = (certificate, time);

    /// <summary>The authority's certificate without its key, in PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Loads the authority of a data directory, making it at the first start.</summary>
    public static CertificateAuthority Open(DataDirectory data, TimeProvider time)
    {
        data.Create();
        if (!File.Exists(data.CaKey) || !File.Exists(data.CaCertificate)) Make(data, time.GetUtcNow());
        return new CertificateAuthority(X509Certificate2.CreateFromPemFile(data.CaCertificate, data.CaKey), time);
    }

    /// <summary>A client certificate: the user name is the common name, the groups are the organizations.</summary>
    public IssuedCertificate IssueClient(string user, IReadOnlyList<string> groups, TimeSpan lifetime) =>
        Issue(Subject(user, groups), KeyPurpose.Client, null, lifetime);

    /// <summary>A server certificate for these names and addresses.</summary>
    public IssuedCertificate IssueServer(string commonName, SubjectNames names, TimeSpan lifetime) =>
        Issue(Subject(commonName, []), KeyPurpose.Server, names, lifetime);

    /// <summary>The certificate with which a silo passes requests on to another.</summary>
    public X509Certificate2 IssuePeer()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject("system:orleans-kube:silo", []), key, HashAlgorithmName.SHA256);
        using var certificate = Sign(request, X509KeyUsageFlags.DigitalSignature, [KeyPurpose.Client, PeerPurpose], Lifetime);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>What a server tells its clients of whose certificates it takes: those that have several choose by it.</summary>
    public SslCertificateTrust NamedToClients() => SslCertificateTrust.CreateForX509Collection([_certificate], sendTrustInHandshake: true);

    /// <summary>Signs the public key, subject and other names of a certificate request for these uses, whatever else the request asks for.</summary>
    /// <exception cref="CryptographicException">The request is malformed or not signed by its own key.</exception>
    public string SignRequest(byte[] pem, X509KeyUsageFlags use, OidCollection purposes, TimeSpan lifetime)
    {
        var asked = CertificateRequest.LoadSigningRequestPem(
            Encoding.UTF8.GetString(pem), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var request = new CertificateRequest(asked.SubjectName, asked.PublicKey, HashAlgorithmName.SHA256);
        if (asked.CertificateExtensions.FirstOrDefault(static e => e.Oid?.Value == AlternativeNames) is { } names) request.CertificateExtensions.Add(names);
        using var certificate = Sign(request, use, purposes, lifetime);
        return certificate.ExportCertificatePem();
    }

    /// <summary>Whether this authority signed the certificate for client use and it is in its time.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                VerificationTime = _time.GetUtcNow().UtcDateTime,
                VerificationTimeIgnored = false,
                DisableCertificateDownloads = true,
            },
        };
        chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        chain.ChainPolicy.ApplicationPolicy.Add(KeyPurpose.Client);
        return chain.Build(certificate);
    }

    /// <summary>Whether the certificate names this authority as its issuer.</summary>
    public bool Issued(X509Certificate2 certificate) => certificate.IssuerName.RawData.AsSpan().SequenceEqual(_certificate.SubjectName.RawData)
        && certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier is { } issuer
        && _certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First().SubjectKeyIdentifierBytes.Span.SequenceEqual(issuer.Span);

    public void Dispose() => _certificate.Dispose();

    private static void Make(DataDirectory data, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=orleans-kube-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(now - Backdate, now + Lifetime);
        PemFile.WritePrivate(data.CaKey, key.ExportPkcs8PrivateKeyPem());
        PemFile.WritePublic(data.CaCertificate, certificate.ExportCertificatePem());
    }

    private static X500DistinguishedName Subject(string commonName, IReadOnlyList<string> organizations)
    {
        var builder = new X500DistinguishedNameBuilder();
        foreach (var organization in organizations) builder.AddOrganizationName(organization);
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    private IssuedCertificate Issue(X500DistinguishedName subject, Oid purpose, SubjectNames? names, TimeSpan lifetime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names is not null) request.CertificateExtensions.Add(Alternatives(names));
        using var certificate = Sign(request, X509KeyUsageFlags.DigitalSignature, [purpose], lifetime);
        return new IssuedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private X509Certificate2 Sign(CertificateRequest request, X509KeyUsageFlags use, OidCollection purposes, TimeSpan lifetime)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (use != X509KeyUsageFlags.None) request.CertificateExtensions.Add(new X509KeyUsageExtension(use, true));
        if (purposes.Count > 0) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        var now = _time.GetUtcNow();
        var end = now + lifetime < _certificate.NotAfter ? now + lifetime : _certificate.NotAfter;
        using var key = _certificate.GetECDsaPrivateKey()!;
        return request.Create(_certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Backdate, end, RandomNumberGenerator.GetBytes(16));
    }

    private static X509Extension Alternatives(SubjectNames names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.DnsNames) builder.AddDnsName(name);
        foreach (var address in names.Addresses) builder.AddIpAddress(address);
        return builder.Build();
    }

    private static class KeyPurpose
    {
        public static readonly Oid Server = new("1.3.6.1.5.5.7.3.1");
        public static readonly Oid Client = new("1.3.6.1.5.5.7.3.2");
    }
}
