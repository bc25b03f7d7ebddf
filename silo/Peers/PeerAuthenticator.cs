using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Peers;

/// <summary>Requests that another silo passes on: they are whose that silo says. A certificate that can be asked for never makes a peer.</summary>
public sealed class PeerAuthenticator(CertificateAuthority authority) : IAuthenticator
{
    private static readonly object PassedOn = new();
    private readonly ConditionalWeakTable<X509Certificate2, StrongBox<bool>> _known = [];

    public ValueTask<UserInfo?> AuthenticateAsync(HttpContext http)
    {
        if (http.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is not { } certificate || !_known.GetValue(certificate, IsTrustedPeer).Value) return default;
        http.Items[PassedOn] = true;
        return new(PeerHeaders.Read(http.Request));
    }

    /// <summary>Whether another silo passed this request on.</summary>
    public static bool IsPassedOn(HttpContext http) => http.Items.ContainsKey(PassedOn);

    private StrongBox<bool> IsTrustedPeer(X509Certificate2 certificate) =>
        new(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(static e => e.EnhancedKeyUsages[CertificateAuthority.PeerPurpose.Value!] is not null) &&
            authority.Trusts(certificate));
}
