using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Streaming.Proxy;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>
/// Passes a client's request on to a node's agent and the answer back, as a stream; upgraded connections (exec, attach, port-forward) as raw
/// bytes.
/// </summary>
public sealed class NodeProxy(NodeClient client, StreamOptions options)
{
    /// <summary>Forwards the request to <paramref name="pathAndQuery"/> on the node and completes when the exchange is over.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="node">The name of the node.</param>
    /// <param name="pathAndQuery">What to ask the agent for.</param>
    /// <param name="errorsAsStatus">Whether the agent's refusals become a Status; otherwise they are passed on as they are.</param>
    /// <param name="links">How links of what is behind a proxy are to lead; null leaves the answer as it is.</param>
    /// <exception cref="StatusException">The node cannot be reached, or it refuses.</exception>
    public async Task ForwardAsync(HttpContext context, string node, string pathAndQuery, bool errorsAsStatus, ProxiedLinks? links = null)
    {
        LastingConnection.Prepare(context, options);
        using var response = await SendAsync(Request, node, context.RequestAborted);
        if (errorsAsStatus && (int)response.StatusCode >= 400) throw await NodeRefusal.ReadAsync(response, context.RequestAborted);
        if (links is not null) await links.RewriteAsync(response, context.RequestAborted);
        await HttpRelay.AnswerAsync(context, response);

        HttpRequestMessage Request()
        {
            var request = HttpRelay.Request(context, NodeClient.UriOf(node, pathAndQuery));
            HttpRelay.KeepHost(request, context);
            if (links is not null && ClientUpgrade.Of(context) is null) HttpRelay.Name(request, "X-Forwarded-Uri", links.Path);
            return request;
        }
    }

    /// <summary>The node's answer to a question of this server, made for a client whose own request is of another form.</summary>
    /// <exception cref="StatusException">The node cannot be reached, or it refuses.</exception>
    public async Task<HttpResponseMessage> ReadAsync(HttpContext context, string node, string pathAndQuery)
    {
        LastingConnection.Prepare(context, options);
        var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, NodeClient.UriOf(node, pathAndQuery)), node, context.RequestAborted);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await NodeRefusal.ReadAsync(response, context.RequestAborted);
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, string node, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw NodeRefusal.Unreachable(node, e);
        }
    }
}
