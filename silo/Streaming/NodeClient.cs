using System.Net;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Sends HTTP requests to the agents of nodes over their tunnels. The host of a request's URI is the node's name.</summary>
public sealed class NodeClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _http;

    public NodeClient(NodeTunnels tunnels) => _http = new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectCallback = (context, cancellationToken) => tunnels.TakeAsync(context.DnsEndPoint.Host, cancellationToken),
        ConnectTimeout = ConnectTimeout,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    });

    /// <summary>The address of a path on a node: <c>/containerLogs/default/web/nginx?follow=true</c>.</summary>
    public static Uri UriOf(string node, string pathAndQuery) => new($"http://{node}{pathAndQuery}");

    /// <summary>Sends a request and returns when the headers of the response are there.</summary>
    /// <exception cref="HttpRequestException">The node has no open tunnel, or it broke.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);

    public void Dispose() => _http.Dispose();
}
