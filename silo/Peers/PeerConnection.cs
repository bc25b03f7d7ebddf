using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Peers;

/// <summary>The way from this silo to the active one.</summary>
public sealed class PeerConnection(CertificateAuthority authority) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private readonly Lazy<HttpMessageInvoker> _http = new(() => Connect(authority));

    /// <summary>Sends a request in somebody's name.</summary>
    /// <exception cref="StatusException">503: the silo cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, UserInfo user, CancellationToken cancellationToken)
    {
        PeerHeaders.Write(request, user);
        try
        {
            return await _http.Value.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Unavailable("the active control plane cannot be reached");
        }
    }

    public void Dispose()
    {
        if (_http.IsValueCreated) _http.Value.Dispose();
    }

    internal static StatusException Unavailable(string why) => Failures.ServiceUnavailable($"the server is currently unable to handle the request: {why}");

    private static HttpMessageInvoker Connect(CertificateAuthority authority) => new(new SocketsHttpHandler
    {
        ConnectTimeout = ConnectTimeout,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [authority.IssuePeer()],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { X509Certificate2.CreateFromPem(authority.Pem) },
            },
        },
    });
}
