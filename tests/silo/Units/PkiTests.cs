using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Tests.Silo;

public sealed class PkiTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleans-kube-pki-");

    private DataDirectory Data => new(_folder.FullName);

    [Fact]
    public void Keys_are_readable_by_their_owner_alone()
    {
        using var authority = CertificateAuthority.Open(Data, TimeProvider.System);
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(Data.CaKey).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_client_certificate_carries_the_user_and_the_groups_in_their_order()
    {
        using var authority = CertificateAuthority.Open(Data, TimeProvider.System);
        var issued = authority.IssueClient("jane", ["a", "b"], TimeSpan.FromHours(1));
        using var certificate = X509Certificate2.CreateFromPem(issued.CertificatePem);
        authority.Trusts(certificate).ShouldBeTrue();
        var user = ClientCertificateAuthenticator.Read(certificate);
        user.Username.ShouldBe("jane");
        user.Groups.ShouldBe(["a", "b", "system:authenticated"], ignoreOrder: true);
    }

    [Fact]
    public void The_authority_is_the_same_after_a_restart()
    {
        using var first = CertificateAuthority.Open(Data, TimeProvider.System);
        using var second = CertificateAuthority.Open(Data, TimeProvider.System);
        second.Pem.ShouldBe(first.Pem);
    }

    [Fact]
    public void The_server_certificate_is_kept_until_a_name_is_missing_or_its_end_is_near()
    {
        using var authority = CertificateAuthority.Open(Data, TimeProvider.System);
        var names = new SubjectNames(["localhost"], [IPAddress.Loopback]);
        using var first = ServerCertificate.Open(Data, authority, names, TimeProvider.System);
        using var same = ServerCertificate.Open(Data, authority, names, TimeProvider.System);
        same.Thumbprint.ShouldBe(first.Thumbprint);
        using var more = ServerCertificate.Open(Data, authority, names with { DnsNames = ["localhost", "kube"] }, TimeProvider.System);
        more.Thumbprint.ShouldNotBe(first.Thumbprint);
        more.MatchesHostname("kube").ShouldBeTrue();
        using var renewed = ServerCertificate.Open(Data, authority, names, new LaterTime(TimeSpan.FromDays(350)));
        renewed.Thumbprint.ShouldNotBe(more.Thumbprint);
    }

    [Fact]
    public void A_certificate_is_made_anew_before_it_ends_while_the_server_runs()
    {
        var time = new LaterTime(TimeSpan.Zero);
        using var authority = CertificateAuthority.Open(Data, time);
        var isFull = false;
        using var renewed = new RenewedCertificate(() => isFull ? throw new IOException() : authority.IssueClient("c", [], TimeSpan.FromDays(365)).WithKey(), time);
        var first = renewed.Current;
        renewed.Current.ShouldBeSameAs(first);
        time.Later = TimeSpan.FromDays(340);
        isFull = true;
        renewed.Current.ShouldBeSameAs(first, "there is no room for the next one");
        isFull = false;
        renewed.Current.Thumbprint.ShouldNotBe(first.Thumbprint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_signing_request_gets_a_client_certificate_of_its_own_key(bool isRsa)
    {
        const string Subject = "O=system:nodes, CN=system:node:n1";
        using var authority = CertificateAuthority.Open(Data, TimeProvider.System);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var request = (isRsa ? new CertificateRequest(Subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : new CertificateRequest(Subject, key, HashAlgorithmName.SHA256))
            .CreateSigningRequestPem();
        using var certificate = X509Certificate2.CreateFromPem(
            new RequestSigner(authority).Sign(System.Text.Encoding.ASCII.GetBytes(request), ["client auth", "digital signature"], TimeSpan.FromDays(1)));
        authority.Trusts(certificate).ShouldBeTrue();
        ClientCertificateAuthenticator.Read(certificate).Username.ShouldBe("system:node:n1");
        ClientCertificateAuthenticator.Read(certificate).Extra["authentication.kubernetes.io/credential-id"].ShouldHaveSingleItem().ShouldMatch("^X509SHA256=[0-9a-f]{64}$");
    }

    /// <summary>How long a certificate is to last, and how much later than now it ends: the five minutes by which it begins earlier count when it lasts long.</summary>
    [Theory]
    [InlineData("00:10:00", "00:10:00")]
    [InlineData("07:59:59", "07:59:59")]
    [InlineData("08:00:00", "07:55:00")]
    [InlineData("365.00:00:00", "364.23:55:00")]
    public void A_certificate_that_was_asked_for_lasts_as_long_as_it_should(string life, string end)
    {
        var time = new LaterTime(TimeSpan.Zero);
        using var authority = CertificateAuthority.Open(Data, time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=jane", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var now = time.GetUtcNow();
        using var certificate = X509Certificate2.CreateFromPem(
            new RequestSigner(authority).Sign(System.Text.Encoding.ASCII.GetBytes(request), ["client auth"], TimeSpan.Parse(life, System.Globalization.CultureInfo.InvariantCulture)));

        (certificate.NotAfter - now.LocalDateTime).TotalSeconds.ShouldBe(TimeSpan.Parse(end, System.Globalization.CultureInfo.InvariantCulture).TotalSeconds, 5);
        (now.LocalDateTime - certificate.NotBefore).TotalSeconds.ShouldBe(300, 5);
    }

    [Fact]
    public void The_admin_kubeconfig_follows_the_server_and_is_otherwise_left_alone()
    {
        using var authority = CertificateAuthority.Open(Data, TimeProvider.System);
        Kubeconfig.EnsureAdmin(Data, authority, "https://127.0.0.1:1", TimeProvider.System);
        var first = File.ReadAllText(Data.AdminKubeconfig);
        Kubeconfig.EnsureAdmin(Data, authority, "https://127.0.0.1:1", TimeProvider.System);
        File.ReadAllText(Data.AdminKubeconfig).ShouldBe(first);
        Kubeconfig.EnsureAdmin(Data, authority, "https://127.0.0.1:2", TimeProvider.System);
        File.ReadAllText(Data.AdminKubeconfig).ShouldContain("server: https://127.0.0.1:2\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public TimeSpan Later { get; set; } = by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
    }
}
