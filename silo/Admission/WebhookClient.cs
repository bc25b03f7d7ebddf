using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Grains;
using Orleans.Kube.Model.Admission;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Silo.Admission;

/// <summary>
/// Asks webhooks over HTTPS, at a URL or at a service of the cluster. Connections are kept as long as the configuration says the same.
/// </summary>
public sealed class WebhookClient(ServiceDialer services) : IWebhookClient, IDisposable
{
    private const int DefaultPort = 443;
    private const int LargestAnswer = 3 * 1024 * 1024;
    private const int MostClients = 256;
    private static readonly TimeSpan KeptIdle = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Target, HttpMessageInvoker> _clients = new();

    public async Task<AdmissionReview> CallAsync(WebhookClientConfig target, AdmissionReview review, TimeSpan timeout)
    {
        var address = AddressOf(target, timeout);
        using var patience = new CancellationTokenSource(timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(review, KubeJson.Options)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await ClientOf(target).SendAsync(request, patience.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            if (!response.IsSuccessStatusCode) throw new WebhookException($"failed to call webhook: the server responded with the status code {(int)response.StatusCode} but did not return more information");
            return (AdmissionReview)BodyReader.Read(typeof(AdmissionReview), body, FieldValidation.Ignore).Value;
        }
        catch (OperationCanceledException)
        {
            throw new WebhookException($"failed to call webhook: Post \"{address}\": context deadline exceeded");
        }
        catch (StatusException failure)
        {
            throw new WebhookException($"failed to call webhook: {failure.Message}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new WebhookException($"failed to call webhook: Post \"{address}\": {Innermost(failure).Message}", failure);
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }

    private static Uri AddressOf(WebhookClientConfig target, TimeSpan timeout)
    {
        var query = $"timeout={(int)timeout.TotalSeconds}s";
        if (target.Service is not { } service) return new UriBuilder(target.Url ?? throw new WebhookException("the webhook has neither a URL nor a service")) { Query = query }.Uri;
        return new UriBuilder("https", $"{service.Name}.{service.Namespace}.svc", service.Port ?? DefaultPort, service.Path ?? "") { Query = query }.Uri;
    }

    private HttpMessageInvoker ClientOf(WebhookClientConfig target)
    {
        if (_clients.Count > MostClients) _clients.Clear();
        var key = new Target(target.Url ?? "", target.Service?.Namespace ?? "", target.Service?.Name ?? "", Convert.ToBase64String(SHA256.HashData(target.CaBundle ?? [])));
        return _clients.GetOrAdd(key, _ => Create(target));
    }

    private HttpMessageInvoker Create(WebhookClientConfig target)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = KeptIdle, ActivityHeadersPropagator = null };
        if (target.CaBundle is { Length: > 0 } bundle) handler.SslOptions.CertificateChainPolicy = Trusting(bundle);
        if (target.Service is { } service)
            handler.ConnectCallback = async (context, cancellationToken) => await services.DialAsync(service.Namespace, service.Name, context.DnsEndPoint.Port, cancellationToken);
        return new HttpMessageInvoker(handler);
    }

    private static X509ChainPolicy Trusting(byte[] bundle)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(bundle));
        }
        catch (CryptographicException failure)
        {
            throw new WebhookException($"unable to load root certificates: {failure.Message}");
        }

        return policy;
    }

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;

    private sealed record Target(string Url, string Namespace, string Service, string Authorities);
}
