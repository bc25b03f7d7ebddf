using System.Net;
using System.Net.Sockets;

namespace Orleans.Kube.Client;

/// <summary>
/// The API servers of one cluster, any of which answers any request: connections go to the one that took the last, and to the next when it takes
/// no more. Thread safe.
/// </summary>
public sealed class ApiServers(Uri configured)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private volatile IReadOnlyList<DnsEndPoint> _known = [EndPointOf(configured)];
    private volatile DnsEndPoint _last = EndPointOf(configured);

    /// <summary>All that are known; the configured one always is.</summary>
    public IReadOnlyList<DnsEndPoint> Known => _known;

    /// <summary>Names the servers beside the configured one.</summary>
    public void Learn(IEnumerable<DnsEndPoint> others) => _known = [EndPointOf(configured), .. others.Where(o => !o.Equals(EndPointOf(configured))).Distinct()];

    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var wanted = context.DnsEndPoint.Equals(EndPointOf(configured)) ? Order() : [context.DnsEndPoint];
        for (var i = 0; ; i++)
        {
            try
            {
                var stream = await ConnectAsync(wanted[i], cancellationToken);
                _last = wanted[i];
                return stream;
            }
            catch (Exception e) when (i + 1 < wanted.Count && e is SocketException or TimeoutException && !cancellationToken.IsCancellationRequested)
            {
                // The next one may be there.
            }
        }
    }

    private IReadOnlyList<DnsEndPoint> Order() => [_last, .. _known.Where(k => !k.Equals(_last))];

    private static async Task<Stream> ConnectAsync(DnsEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"{server.Host}:{server.Port} does not answer");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static DnsEndPoint EndPointOf(Uri server) => new(server.IdnHost, server.Port);
}
