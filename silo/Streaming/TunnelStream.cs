namespace Orleans.Kube.Silo.Streaming;

/// <summary>
/// The stream of an agent's upgraded connection. It reads ahead by one byte while idle, so that a connection that the agent has closed is
/// known before it is used; and it tells when it is over, so that the request that owns it can end: when its user is done with it, or when the
/// agent has closed it and all that it wrote has been read.
/// </summary>
internal sealed class TunnelStream : Stream
{
    private readonly Stream _inner;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly byte[] _ahead = new byte[1];
    private Task<int>? _readingAhead;
    private bool _reading;
    private bool _leftByAgent;

    public TunnelStream(Stream inner)
    {
        _inner = inner;
        _readingAhead = ReadAheadAsync();
    }

    /// <summary>Completes when either end is done with the connection.</summary>
    public Task Closed => _closed.Task;

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
        Task<int>? ahead;
        lock (_gate)
        {
            ahead = _readingAhead;
            _reading = ahead is null;
        }

        if (ahead is null) return await ReadOnAsync(buffer, cancellationToken);
        var count = await ahead.WaitAsync(cancellationToken);
        if (count == 0 || buffer.Length == 0) return 0;
        buffer.Span[0] = _ahead[0];
        lock (_gate) _readingAhead = _leftByAgent ? ReadAheadAsync() : null;
        return 1;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override void Flush() => _inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Says that the agent has closed its end: from now on the stream looks itself whether there is more to read.</summary>
    public void LeftByAgent()
    {
        lock (_gate)
        {
            _leftByAgent = true;
            if (!_reading) _readingAhead ??= ReadAheadAsync();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _closed.TrySetResult();
        base.Dispose(disposing);
    }

    private async Task<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _inner.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _reading = false;
                if (_leftByAgent) _readingAhead = ReadAheadAsync();
            }
        }
    }

    private async Task<int> ReadAheadAsync()
    {
        var count = 0;
        try
        {
            count = await _inner.ReadAsync(_ahead);
        }
        catch (Exception e) when (StreamPair.IsEnd(e))
        {
            // A broken connection reads as one that has ended: there is nobody to tell yet.
        }

        if (count == 0) _closed.TrySetResult();
        return count;
    }
}
