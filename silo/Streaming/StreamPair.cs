using System.Buffers;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Copies bytes between streams as they come, without waiting for full buffers.</summary>
internal static class StreamPair
{
    private const int BufferBytes = 32 * 1024;

    /// <summary>
    /// Relays both directions until the node's side ends, or the client's side ends and the node has had time to answer. The protocols that are
    /// relayed close themselves in band, so the end of either side ends the exchange.
    /// </summary>
    public static async Task RelayAsync(Stream clientSide, Stream nodeSide, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var up = CopyAsync(clientSide, nodeSide, ending.Token);
        var down = CopyAsync(nodeSide, clientSide, ending.Token);
        await Task.WhenAny(up, down);
        await ending.CancelAsync();
        await Task.WhenAll(up, down);
    }

    /// <summary>Copies until the source ends, either side breaks or it is cancelled: all of them are the end of the exchange.</summary>
    public static async Task CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await target.FlushAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side is gone: what remains is to close this one, which the caller does.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
