using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;

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
    /// <exception cref="StatusException">The node cannot be reached, or it refuses.</exception>
    public async Task ForwardAsync(HttpContext context, string node, string pathAndQuery, bool errorsAsStatus)
    {
        LastingConnection.Prepare(context, options);
        using var response = await SendAsync(() => HttpRelay.Request(context, NodeClient.UriOf(node, pathAndQuery)), node, context.RequestAborted);
        if (errorsAsStatus && (int)response.StatusCode >= 400) throw await NodeRefusal.ReadAsync(response, context.RequestAborted);
        await HttpRelay.AnswerAsync(context, response);
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
