using System.Net;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Sends HTTP requests to the agents of nodes over their tunnels. The host of a request's URI is the node's name.</summary>
public sealed class NodeClient : IDisposable
{
    private readonly HttpMessageInvoker _http;

    public NodeClient(NodeTunnels tunnels, StreamOptions options) => _http = new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectCallback = (context, cancellationToken) => tunnels.TakeAsync(context.DnsEndPoint.Host, cancellationToken),
        ConnectTimeout = options.TunnelPatience,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionIdleTimeout = options.ReuseWithin,
    });

    /// <summary>The address of a path on a node: <c>/containerLogs/default/web/nginx?follow=true</c>.</summary>
    public static Uri UriOf(string node, string pathAndQuery) => new($"http://{node}{pathAndQuery}");

    /// <summary>
    /// Sends a request and returns when the headers of the response are there. Where the tunnel breaks before an answer has come, a read is
    /// sent once more on another; anything else may have been carried out and is not repeated.
    /// </summary>
    /// <exception cref="HttpRequestException">The node has no open tunnel, or it broke.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> makeRequest, CancellationToken cancellationToken)
    {
        using var request = makeRequest();
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e) when (IsRepeatable(request) && e.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown)
        {
            using var again = makeRequest();
            return await _http.SendAsync(again, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsRepeatable(HttpRequestMessage request) =>
        (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head) && request.Content is null && request.Headers.Upgrade.Count == 0;
}
