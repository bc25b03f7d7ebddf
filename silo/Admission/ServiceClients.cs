using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orleans.Kube.Silo.Admission;

/// <summary>
/// HTTPS clients for services of the cluster (<c>NAME.NAMESPACE.svc</c>) and for other hosts, each with the authority that it trusts. A client
/// and its connections are kept as long as the same is asked for.
/// </summary>
public sealed class ServiceClients(ServiceDialer services) : IDisposable
{
    private const int MostClients = 256;
    private static readonly TimeSpan KeptIdle = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<Target, HttpMessageInvoker> _clients = new();

    /// <param name="service">The service, or null for any host that is named.</param>
    /// <param name="authority">The PEM of what to trust; null for the machine's own.</param>
    /// <param name="trustsAny">Whether any certificate will do.</param>
    /// <param name="identity">The certificate to show, or null.</param>
    /// <exception cref="CryptographicException">The authority cannot be read.</exception>
    public HttpMessageInvoker Of((string Namespace, string Name)? service, byte[]? authority, bool trustsAny = false, X509Certificate2? identity = null)
    {
        if (_clients.Count > MostClients) _clients.Clear();
        var key = new Target(service?.Namespace ?? "", service?.Name ?? "", Convert.ToBase64String(SHA256.HashData(authority ?? [])), trustsAny, identity?.Thumbprint ?? "");
        return _clients.GetOrAdd(key, _ => Create(service, authority, trustsAny, identity));
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }

    private HttpMessageInvoker Create((string Namespace, string Name)? service, byte[]? authority, bool trustsAny, X509Certificate2? identity)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = KeptIdle, ActivityHeadersPropagator = null };
        handler.SslOptions = new SslClientAuthenticationOptions { ClientCertificates = identity is null ? null : [identity] };
        if (trustsAny) handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (authority is { Length: > 0 }) handler.SslOptions.CertificateChainPolicy = Trusting(authority);
        if (service is var (space, name)) handler.ConnectCallback = async (context, cancellationToken) => await services.DialAsync(space, name, context.DnsEndPoint.Port, cancellationToken);
        return new HttpMessageInvoker(handler);
    }

    private static X509ChainPolicy Trusting(byte[] authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(authority));
        return policy;
    }

    private sealed record Target(string Namespace, string Service, string Authority, bool TrustsAny, string Identity);
}
