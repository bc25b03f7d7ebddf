using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Passes a client's request on to a node's agent and the answer back, as a stream; upgraded connections (exec, attach, port-forward) as raw bytes.</summary>
public sealed class NodeProxy(NodeClient client)
{
    private static readonly string[] HopByHop =
        ["Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    /// <summary>Forwards the request to <paramref name="pathAndQuery"/> on the node and completes when the exchange is over.</summary>
    /// <exception cref="StatusException">The node cannot be reached.</exception>
    public async Task ForwardAsync(HttpContext context, string node, string pathAndQuery)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } feature ? feature : null;
        using var request = Request(context, NodeClient.UriOf(node, pathAndQuery), upgrade is not null);
        using var response = await SendAsync(request, node, context.RequestAborted);
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
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await StreamPair.CopyAsync(body, context.Response.Body, context.RequestAborted);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string node, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Failures.Internal($"error dialing backend: no agent of node \"{node}\" is connected");
        }
    }

    private static HttpRequestMessage Request(HttpContext context, Uri address, bool upgrades)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address) { Version = HttpVersion.Version11 };
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (IsHopByHop(name) || name is "Host" or "Authorization") continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        if (!upgrades) return request;
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", (string?)context.Request.Headers.Upgrade);
        return request;
    }

    private static void CopyHeaders(HttpResponseMessage response, HttpResponse target)
    {
        foreach (var (name, values) in response.Headers.NonValidated)
            if (!IsHopByHop(name)) target.Headers[name] = new StringValues([.. values]);
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            target.Headers[name] = new StringValues([.. values]);
    }

    private static bool IsHopByHop(string name) => HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase);
}
