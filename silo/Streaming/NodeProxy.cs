using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>
/// Passes a client's request on to a node's agent and the answer back, as a stream; upgraded connections (exec, attach, port-forward) as raw
/// bytes.
/// </summary>
public sealed class NodeProxy(NodeClient client, StreamOptions options)
{
    private static readonly HashSet<string> KeptBack = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Host", "Authorization", "Impersonate-User", "Impersonate-Group", "Impersonate-Uid",
    };

    /// <summary>Forwards the request to <paramref name="pathAndQuery"/> on the node and completes when the exchange is over.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="node">The name of the node.</param>
    /// <param name="pathAndQuery">What to ask the agent for.</param>
    /// <param name="errorsAsStatus">Whether the agent's refusals become a Status; otherwise they are passed on as they are.</param>
    /// <exception cref="StatusException">The node cannot be reached, or it refuses.</exception>
    public async Task ForwardAsync(HttpContext context, string node, string pathAndQuery, bool errorsAsStatus)
    {
        LastingConnection.Prepare(context, options);
        var upgrade = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } feature ? feature : null;
        using var response = await SendAsync(() => Request(context, NodeClient.UriOf(node, pathAndQuery), upgrade is not null), node, context.RequestAborted);
        if (errorsAsStatus && (int)response.StatusCode >= 400) throw await NodeRefusal.ReadAsync(response, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        CopyHeaders(response, context.Response);
        if (upgrade is not null && response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            context.Response.Headers.Connection = "Upgrade";
            context.Response.Headers.Upgrade = response.Headers.Upgrade.ToString();
            await using var nodeSide = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            await using var clientSide = await upgrade.UpgradeAsync();
            await StreamPair.RelayAsync(clientSide, nodeSide, context.RequestAborted);
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(context.RequestAborted);
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        if (!await StreamPair.CopyAsync(body, context.Response.Body, context.RequestAborted)) context.Abort();
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

    private static HttpRequestMessage Request(HttpContext context, Uri address, bool upgrades)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address) { Version = HttpVersion.Version11 };
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (KeptBack.Contains(name) || name.StartsWith("Impersonate-Extra-", StringComparison.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        if (!upgrades) return request;
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", (string?)context.Request.Headers.Upgrade);
        return request;
    }

    private static void CopyHeaders(HttpResponseMessage response, HttpResponse target)
    {
        foreach (var (name, values) in response.Headers.NonValidated)
            if (!KeptBack.Contains(name)) target.Headers[name] = new StringValues([.. values]);
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            target.Headers[name] = new StringValues([.. values]);
    }
}
