using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.NodeAgent.Joining;

namespace Orleans.Kube.NodeAgent.Tests.Joining;

public sealed class ClusterDiscoveryTests
{
    private const string Token = "abcdef.0123456789abcdef";

    [Fact]
    public void An_authority_is_trusted_when_the_token_signed_it_and_its_key_is_the_pinned_one()
    {
        var (pem, hash) = Authority();
        var info = Info(pem);
        ClusterDiscovery.Verify(info, _ => DetachedSignature.Sign(info, "abcdef", "0123456789abcdef"), Token, [hash]).ShouldBe(pem);
    }

    [Fact]
    public void Another_signature_another_key_or_no_signature_is_refused_in_words()
    {
        var (pem, hash) = Authority();
        var info = Info(pem);
        var good = DetachedSignature.Sign(info, "abcdef", "0123456789abcdef");
        Should.Throw<JoinException>(() => ClusterDiscovery.Verify(info, _ => null, Token, [hash])).Message.ShouldContain("knows no token \"abcdef\"");
        Should.Throw<JoinException>(() => ClusterDiscovery.Verify(info, _ => DetachedSignature.Sign(info, "abcdef", "0000000000000000"), Token, [hash])).Message.ShouldContain("not signed with this token");
        Should.Throw<JoinException>(() => ClusterDiscovery.Verify(info + "#", _ => good, Token, [hash])).Message.ShouldContain("not signed with this token");
        Should.Throw<JoinException>(() => ClusterDiscovery.Verify(info, _ => good, Token, [Authority().Hash])).Message.ShouldContain("--ca-cert-hash");
        Should.Throw<JoinException>(() => ClusterDiscovery.Verify(info, _ => good, "abc", [hash])).Message.ShouldContain("abcdef.0123456789abcdef");
    }

    private static string Info(string pem) => $"clusters:\n- cluster:\n    certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))}\n";

    private static (string Pem, string Hash) Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=ca", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (certificate.ExportCertificatePem(), ClusterDiscovery.Hash(certificate));
    }
}
