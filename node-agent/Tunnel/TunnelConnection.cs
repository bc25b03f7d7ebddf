using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Kube.NodeAgent.Tunnel;

/// <summary>A stream that the agent opened, as a connection that its own server accepts.</summary>
internal sealed class TunnelConnection : ConnectionContext
{
    private readonly Stream _stream;
    private readonly CancellationTokenSource _closed = new();
    private readonly Action<bool> _taken;
    private int _told;

    /// <param name="stream">The stream.</param>
    /// <param name="taken">Called once: with true when the other end sends its first byte, with false when it closes before.</param>
    public TunnelConnection(Stream stream, Action<bool> taken)
    {
        (_stream, _taken) = (stream, taken);
        Transport = new Pipes(PipeReader.Create(new FirstByteStream(stream, this)), PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
        ConnectionClosed = _closed.Token;
    }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override void Abort(ConnectionAbortedException abortReason) => _stream.Dispose();

    public override async ValueTask DisposeAsync()
    {
        Tell(wasUsed: false);
        await _closed.CancelAsync();
        await _stream.DisposeAsync();
        _closed.Dispose();
    }

    private void Tell(bool wasUsed)
    {
        if (Interlocked.Exchange(ref _told, 1) == 0) _taken(wasUsed);
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Notices the first byte; a broken stream ends like one that was closed.</summary>
    private sealed class FirstByteStream(Stream inner, TunnelConnection owner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                var count = await inner.ReadAsync(buffer, cancellationToken);
                if (count > 0) owner.Tell(wasUsed: true);
                return count;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return 0;
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
