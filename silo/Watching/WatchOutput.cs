using System.Buffers;
using System.IO.Pipelines;

namespace Orleans.Kube.Silo.Watching;

/// <summary>
/// Where a watcher's events go. They are gathered in pieces as large as the connection gives them room, since what it does about each piece takes longer than copying the bytes.
/// Not safe for use by several threads at once.
/// </summary>
internal sealed class WatchOutput(PipeWriter connection) : IBufferWriter<byte>
{
    private Memory<byte> _piece;
    private int _filled;

    /// <summary>How many bytes were written since the last flush.</summary>
    public long UnflushedBytes => connection.UnflushedBytes + _filled;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length - _filled < Math.Max(1, sizeHint))
        {
            EndPiece();
            _piece = connection.GetMemory(sizeHint);
        }

        return _piece[_filled..];
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Advance(int count) => _filled += count;

    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken)
    {
        EndPiece();
        return connection.FlushAsync(cancellationToken);
    }

    private void EndPiece()
    {
        if (_filled > 0) connection.Advance(_filled);
        (_piece, _filled) = (default, 0);
    }
}
