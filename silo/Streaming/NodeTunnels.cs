using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Hosting;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>
/// The idle connections that agents have opened, by node. On each the agent answers HTTP/1.1 as a server; whoever takes one owns it until
/// it is closed. Agents keep a few idle ones, so that a request rarely waits.
/// </summary>
public sealed class NodeTunnels(StreamOptions options, ServerLifetime lifetime)
{
    /// <summary>The protocol that an agent asks to upgrade to.</summary>
    public const string Protocol = "orleans-kube-tunnel/1";

    private readonly ConcurrentDictionary<string, NodeLine> _lines = new(StringComparer.Ordinal);

    /// <summary>
    /// Turns an agent's upgrade request into an idle tunnel, and completes when the tunnel has been used up. That the agent has closed its end
    /// does not end the request: what it wrote before may still be unread.
    /// </summary>
    /// <exception cref="StatusException">The node has as many tunnels as it may have (429).</exception>
    public async Task AcceptAsync(HttpContext context, string node)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true } || context.Request.Headers.Upgrade != Protocol)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = Protocol;
            return;
        }

        var line = Of(node);
        try
        {
            if (Interlocked.Increment(ref line.Open) > options.TunnelsPerNode)
                throw Failures.TooManyRequests($"node \"{node}\" has {options.TunnelsPerNode} tunnels open", 1);
            LastingConnection.Prepare(context, options);
            context.Response.Headers.Upgrade = Protocol;
            context.Response.Headers.Connection = "Upgrade";
            await using var tunnel = new TunnelStream(await upgrade.UpgradeAsync());
            await using var leaving = context.RequestAborted.Register(static state => ((TunnelStream)state!).LeftByAgent(), tunnel);
            await using var closing = lifetime.Stopping.Register(static state => ((TunnelStream)state!).Dispose(), tunnel);
            line.Idle.Writer.TryWrite(tunnel);
            await tunnel.Closed;
        }
        finally
        {
            Interlocked.Decrement(ref line.Open);
        }
    }

    /// <summary>How many tunnels of a node are open, idle or in use.</summary>
    public int OpenTo(string node) => _lines.TryGetValue(node, out var line) ? Volatile.Read(ref line.Open) : 0;

    /// <summary>Takes an idle tunnel to a node, waiting for one until <paramref name="cancellationToken"/> ends the wait.</summary>
    public async ValueTask<Stream> TakeAsync(string node, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tunnel = await Of(node).Idle.Reader.ReadAsync(cancellationToken);
            if (!tunnel.Closed.IsCompleted) return tunnel;
        }
    }

    private NodeLine Of(string node) => _lines.GetOrAdd(node, static _ => new NodeLine());

    private sealed class NodeLine
    {
        public readonly Channel<TunnelStream> Idle = Channel.CreateUnbounded<TunnelStream>();
        public int Open;
    }
}
