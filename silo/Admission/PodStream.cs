using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.Admission;

/// <summary>A connection to a port of a pod, through its node: the data channel of a port-forward as a stream.</summary>
internal sealed class PodStream(ChannelSocket socket) : Stream
{
    private const byte Data = 0;
    private const byte Failure = 1;

    private readonly bool[] _announced = new bool[2];
    private ReadOnlyMemory<byte> _rest;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty && !_ended) await FillAsync(cancellationToken);
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await socket.SendAsync(Data, buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        socket.SendAsync(Data, buffer.AsMemory(offset, count), cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    /// <summary>On each channel the node first repeats the port; then come data, and on the other channel what went wrong.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (await socket.ReceiveAsync(cancellationToken) is not { } message)
        {
            _ended = true;
            return;
        }

        if (message.Channel > Failure) return;
        if (message.Closes) _ended |= message.Channel == Data;
        else if (!_announced[message.Channel]) _announced[message.Channel] = true;
        else if (message.Channel == Data) _rest = message.Payload;
        else throw new IOException(System.Text.Encoding.UTF8.GetString(message.Payload.Span));
    }
}
