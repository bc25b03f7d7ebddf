using System.Text;

namespace Orleans.Kube.Client;

/// <summary>A connection to one port of a pod, as a stream. A failure to connect shows as an <see cref="IOException"/> when reading.</summary>
public sealed class PortStream : Stream
{
    private const byte Data = 0;
    private const byte Failure = 1;

    private readonly ChannelSocket _socket;
    private ReadOnlyMemory<byte> _pending;
    private int _announced;

    internal PortStream(ChannelSocket socket) => _socket = socket;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_pending.Length == 0)
        {
            if (await _socket.ReceiveAsync(cancellationToken) is not { } message || message is { IsClose: true, Channel: Data }) return 0;
            if (_announced < 2 && message.Payload.Length == sizeof(ushort)) _announced++;
            else if (message.Channel == Failure) throw new IOException(Encoding.UTF8.GetString(message.Payload.Span));
            else _pending = message.Payload;
        }

        var count = Math.Min(buffer.Length, _pending.Length);
        _pending[..count].CopyTo(buffer);
        _pending = _pending[count..];
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length > 0) await _socket.SendAsync(Data, buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _socket.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
