using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>
/// The idle connections that agents have opened, by node. On each the agent answers HTTP/1.1 as a server; whoever takes one owns it until
/// it is closed. Agents keep a few idle ones, so that a request rarely waits.
/// </summary>
public sealed class NodeTunnels
{
    /// <summary>The protocol that an agent asks to upgrade to.</summary>
    public const string Protocol = "orleans-kube-tunnel/1";

    private readonly ConcurrentDictionary<string, Channel<TunnelStream>> _idle = new(StringComparer.Ordinal);

    /// <summary>Turns an agent's upgrade request into an idle tunnel, and completes when the tunnel has been used up.</summary>
    public async Task AcceptAsync(HttpContext context, string node)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true } || context.Request.Headers.Upgrade != Protocol)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = Protocol;
            return;
        }

        context.Response.Headers.Upgrade = Protocol;
        context.Response.Headers.Connection = "Upgrade";
        await using var tunnel = new TunnelStream(await upgrade.UpgradeAsync());
        Of(node).Writer.TryWrite(tunnel);
        await using var closing = context.RequestAborted.Register(static state => ((TunnelStream)state!).Dispose(), tunnel);
        await tunnel.Closed;
    }

    /// <summary>Takes an idle tunnel to a node, waiting for one until <paramref name="cancellationToken"/> ends the wait.</summary>
    public async ValueTask<Stream> TakeAsync(string node, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tunnel = await Of(node).Reader.ReadAsync(cancellationToken);
            if (!tunnel.Closed.IsCompleted) return tunnel;
        }
    }

    private Channel<TunnelStream> Of(string node) => _idle.GetOrAdd(node, static _ => Channel.CreateUnbounded<TunnelStream>());
}
