using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Kube.Grains;
using Orleans.Kube.Model.AdmissionRegistration;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Admission;

/// <summary>Asks webhooks over HTTPS, at a URL or at a service of the cluster.</summary>
public sealed class WebhookClient(ServiceClients clients) : IWebhookClient
{
    private const int DefaultPort = 443;
    private const int LargestAnswer = 3 * 1024 * 1024;

    public async Task<TReview> CallAsync<TReview>(WebhookClientConfig target, TReview review, TimeSpan timeout) where TReview : TypeMeta
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
            if (!response.IsSuccessStatusCode) throw new WebhookException($"the server responded with the status code {(int)response.StatusCode} but did not return more information");
            return (TReview)BodyReader.Read(typeof(TReview), body, FieldValidation.Ignore).Value;
        }
        catch (OperationCanceledException)
        {
            throw new WebhookException($"Post \"{address}\": context deadline exceeded");
        }
        catch (StatusException failure)
        {
            throw new WebhookException(failure.Message);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new WebhookException($"Post \"{address}\": {Innermost(failure).Message}", failure);
        }
    }

    private static Uri AddressOf(WebhookClientConfig target, TimeSpan timeout)
    {
        var query = $"timeout={(int)timeout.TotalSeconds}s";
        if (target.Service is not { } service) return new UriBuilder(target.Url ?? throw new WebhookException("the webhook has neither a URL nor a service")) { Query = query }.Uri;
        return new UriBuilder("https", $"{service.Name}.{service.Namespace}.svc", service.Port ?? DefaultPort, service.Path ?? "") { Query = query }.Uri;
    }

    private HttpMessageInvoker ClientOf(WebhookClientConfig target)
    {
        try
        {
            return clients.Of(target.Service is { } service ? (service.Namespace, service.Name) : null, target.CaBundle);
        }
        catch (CryptographicException failure)
        {
            throw new WebhookException($"unable to load root certificates: {failure.Message}");
        }
    }

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;
}
