using System.Buffers;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Copies bytes between streams as they come, without waiting for full buffers.</summary>
internal static class StreamPair
{
    private const int BufferBytes = 32 * 1024;

    /// <summary>
    /// Relays both directions until either side ends. The protocols that are relayed close their directions in band, so by then everything has
    /// been said. What the node wrote before it ended reaches the client, also where the node no longer takes what the client says.
    /// </summary>
    /// <param name="clientSide">The client.</param>
    /// <param name="nodeSide">The node.</param>
    /// <param name="frames">Where what the node says may be cut into pieces, or null.</param>
    /// <param name="cancellationToken">Ends both directions.</param>
    public static async Task RelayAsync(Stream clientSide, Stream nodeSide, FrameBoundary? frames, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var up = CopyAsync(clientSide, nodeSide, ending.Token);
        var down = CopyAsync(nodeSide, clientSide, ending.Token, frames);
        if (await Task.WhenAny(up, down) == up && !await up) await down;
        await ending.CancelAsync();
        await Task.WhenAll(up, down);
    }

    /// <summary>Copies until the source ends (true), or either side breaks or it is cancelled (false).</summary>
    public static async Task<bool> CopyAsync(Stream source, Stream target, CancellationToken cancellationToken, FrameBoundary? frames = null)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                for (var at = 0; at < count;)
                {
                    var piece = frames?.Take(buffer.AsSpan(at, count - at)) ?? count;
                    await target.WriteAsync(buffer.AsMemory(at, piece), cancellationToken);
                    await target.FlushAsync(cancellationToken);
                    at += piece;
                }
            }

            return true;
        }
        catch (Exception e) when (IsEnd(e))
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether a failure only means that the connection is gone.</summary>
    public static bool IsEnd(Exception failure) =>
        failure is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or HttpRequestException;
}
