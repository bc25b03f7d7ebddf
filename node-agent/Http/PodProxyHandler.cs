using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>
/// <c>/podProxy/NAMESPACE/POD/[https:]PORT/PATH</c>: any request, passed on to a port of a pod. Connections are made within the pod's network
/// namespace, so that a port on its loopback answers too. The pod's certificate is not verified: it has no name to verify.
/// </summary>
internal sealed class PodProxyHandler : IDisposable
{
    private const int PrefixSegments = 4;

    private static readonly HashSet<string> KeptBack = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host",
    };

    private readonly ContainerLookup _containers;
    private readonly HttpMessageInvoker _http;

    public PodProxyHandler(ContainerLookup containers, IContainerRuntime runtime)
    {
        _containers = containers;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
                await runtime.Streams.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
            SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
        });
    }

    /// <exception cref="StatusException">The pod is not here, or nothing answers on its port (503).</exception>
    public async Task HandleAsync(HttpContext context)
    {
        var (scheme, port) = PortOf(context.Request.RouteValues["port"] as string ?? "");
        var sandbox = await _containers.SandboxAsync(context);
        var upgrade = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } feature ? feature : null;
        using var request = Request(context, new Uri($"{scheme}://{sandbox.Id}:{port}{RestOf(context)}"), upgrade is not null);
        request.Headers.Host = context.Request.Host.Value;
        using var response = await SendAsync(request, $"{sandbox.Address}:{port}", context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        CopyHeaders(response, context.Response);
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        if (upgrade is not null && response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            await RelayAsync(context, upgrade, response, body);
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string address, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or RuntimeException)
        {
            var why = e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? $"dial tcp {address}: connect: connection refused" : (e.InnerException ?? e).Message;
            throw Failures.ServiceUnavailable($"error trying to reach service: {why}");
        }
    }

    private static async Task RelayAsync(HttpContext context, IHttpUpgradeFeature upgrade, HttpResponseMessage response, Stream podSide)
    {
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = response.Headers.Upgrade.ToString();
        await using var clientSide = await upgrade.UpgradeAsync();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Task[] ways = [clientSide.CopyToAsync(podSide, ending.Token), podSide.CopyToAsync(clientSide, ending.Token)];
        // What a pod wrote before it stopped listening is still to be read.
        if (await Task.WhenAny(ways) is { IsFaulted: true } and var up && up == ways[0]) await ways[1].ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ending.CancelAsync();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static (string Scheme, ushort Port) PortOf(string text)
    {
        var secure = text.StartsWith("https:", StringComparison.Ordinal);
        return ushort.TryParse(secure ? text["https:".Length..] : text, out var port) && port > 0
            ? (secure ? "https" : "http", port)
            : throw Failures.BadRequest($"unable to parse \"{text}\" as a port");
    }

    /// <summary>The path as it was written, without what led here.</summary>
    private static string RestOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var at = 0;
        for (var i = 0; i < PrefixSegments && at >= 0; i++) at = target.IndexOf('/', at + 1);
        return at < 0 ? "/" : target[at..];
    }

    private static HttpRequestMessage Request(HttpContext context, Uri address, bool upgrades)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address) { Version = HttpVersion.Version11 };
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0) request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (KeptBack.Contains(name)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        if (!upgrades) return request;
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", (string?)context.Request.Headers.Upgrade);
        return request;
    }

    private static void CopyHeaders(HttpResponseMessage response, HttpResponse target)
    {
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            if (!KeptBack.Contains(name)) target.Headers[name] = new StringValues([.. values]);
    }
}
