namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Passes on a number of bytes and then refuses more with <see cref="LimitReachedException"/>.</summary>
internal sealed class LimitedStream : Stream
{
    private readonly Stream _inner;
    private readonly bool _isLimited;
    private long _left;

    public LimitedStream(Stream inner, long limit) => (_inner, _left, _isLimited) = (inner, limit, limit != long.MaxValue);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var part = buffer.Length <= _left ? buffer : buffer[..(int)_left];
        await _inner.WriteAsync(part, cancellationToken);
        _left -= part.Length;
        if (_left == 0 && _isLimited) throw new LimitReachedException();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("the log is written asynchronously");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("the log is written asynchronously");
}
