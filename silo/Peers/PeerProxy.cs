using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Pki;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.Peers;

/// <summary>Passes on to the active silo what only that one can answer: writes, and all that reaches nodes.</summary>
public sealed class PeerProxy(ActiveSilo active, CertificateAuthority authority, StreamOptions options) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private readonly Lazy<HttpMessageInvoker> _http = new(() => Connect(authority));

    /// <summary>Whether a request that this handler would answer has to be passed on.</summary>
    public bool Takes(ApiRequest request, IRequestHandler handler) =>
        !active.IsHere && (handler is IActiveSiloHandler || (request.Info is { IsResource: true, Verb: "get" or "list" } && request.IsComputed));

    /// <exception cref="StatusException">503: no silo is active at this moment, or it cannot be reached.</exception>
    public async Task ForwardAsync(ApiRequest request)
    {
        if (PeerAuthenticator.IsPassedOn(request.Http) || active.Address is not { } address) throw Unavailable("no control plane is active");
        LastingConnection.Prepare(request.Http, options);
        var target = request.Http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        using var message = HttpRelay.Request(request.Http, new Uri(address, target.StartsWith('/') ? target : new Uri(target).PathAndQuery));
        PeerHeaders.Write(message, request.User);
        using var response = await SendAsync(message, request.Aborted);
        await HttpRelay.AnswerAsync(request.Http, response);
    }

    public void Dispose()
    {
        if (_http.IsValueCreated) _http.Value.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.Value.SendAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Unavailable("the active control plane cannot be reached");
        }
    }

    private static StatusException Unavailable(string why) => Failures.ServiceUnavailable($"the server is currently unable to handle the request: {why}");

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
