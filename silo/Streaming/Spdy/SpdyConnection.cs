using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>
/// The server's end of a SPDY/3.1 connection: the client opens streams, both write to them. Kubernetes' clients keep no flow-control windows,
/// so none are kept here: a stream that nobody reads holds back its connection once its buffer is full.
/// </summary>
internal sealed class SpdyConnection(Stream transport) : IDisposable
{
    private const int MostStreams = 1000;
    private const int LargestControlFrame = 64 * 1024;
    private const uint RefusedStream = 3;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly SpdyHeaderReader _headers = new();
    private readonly SpdyHeaderWriter _replies = new();
    private readonly ConcurrentDictionary<uint, SpdyStream> _streams = new();
    private readonly Channel<SpdyStream> _opened = Channel.CreateUnbounded<SpdyStream>();
    private readonly byte[] _buffer = new byte[LargestControlFrame];

    /// <summary>The streams that the client opens, until the connection ends.</summary>
    public ChannelReader<SpdyStream> Opened => _opened.Reader;

    /// <summary>Reads frames until the client closes the connection, it breaks or the token is cancelled. Then every stream has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Exception end = new IOException("the client has closed the connection");
        try
        {
            while (await ReadFrameAsync(cancellationToken))
            {
            }
        }
        catch (Exception e) when (StreamPair.IsEnd(e))
        {
            end = e;
        }

        _opened.Writer.TryComplete();
        foreach (var stream in _streams.Values) stream.Abort(end);
    }

    public void Dispose()
    {
        _headers.Dispose();
        _sending.Dispose();
    }

    internal Task SendDataAsync(uint id, ReadOnlyMemory<byte> bytes, bool final, CancellationToken cancellationToken) =>
        SendAsync(new SpdyFrame(SpdyFrameKind.Data, id, final ? SpdyFrame.Fin : (byte)0, bytes.Length), bytes, cancellationToken);

    internal void Forget(uint id) => _streams.TryRemove(id, out _);

    private async Task<bool> ReadFrameAsync(CancellationToken cancellationToken)
    {
        var read = await transport.ReadAtLeastAsync(_buffer.AsMemory(0, SpdyFrame.HeaderBytes), SpdyFrame.HeaderBytes, throwOnEndOfStream: false, cancellationToken);
        if (read < SpdyFrame.HeaderBytes) return false;
        var frame = SpdyFrame.Read(_buffer);
        if (frame.Kind == SpdyFrameKind.Data)
        {
            await ReceiveDataAsync(frame, cancellationToken);
            return true;
        }

        if (frame.Length > LargestControlFrame) throw new SpdyException("a control frame is too large");
        await transport.ReadExactlyAsync(_buffer.AsMemory(0, frame.Length), cancellationToken);
        await HandleControlAsync(frame, _buffer.AsMemory(0, frame.Length), cancellationToken);
        return true;
    }

    private async Task ReceiveDataAsync(SpdyFrame frame, CancellationToken cancellationToken)
    {
        _streams.TryGetValue(frame.StreamId, out var stream);
        for (var left = frame.Length; left > 0;)
        {
            var count = await transport.ReadAsync(_buffer.AsMemory(0, Math.Min(left, _buffer.Length)), cancellationToken);
            if (count == 0) throw new SpdyException("the connection ended within a frame");
            if (stream is not null) await stream.ReceiveAsync(_buffer.AsMemory(0, count), cancellationToken);
            left -= count;
        }

        if (frame.IsFinal) stream?.EndInput();
    }

    private async Task HandleControlAsync(SpdyFrame frame, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        switch (frame.Kind)
        {
            case SpdyFrameKind.SynStream:
                await OpenAsync(StreamIdOf(body), _headers.Read(Skip(body, 10)), frame.IsFinal, cancellationToken);
                break;
            case SpdyFrameKind.RstStream:
                if (_streams.TryGetValue(StreamIdOf(body), out var reset)) reset.Abort(new IOException("the client has reset the stream"));
                break;
            case SpdyFrameKind.Ping:
                await SendAsync(new SpdyFrame(SpdyFrameKind.Ping, 0, 0, body.Length), body.ToArray(), cancellationToken);
                break;
            case SpdyFrameKind.Headers or SpdyFrameKind.SynReply:
                _headers.Read(Skip(body, 4));
                break;
        }
    }

    private async Task OpenAsync(uint id, Dictionary<string, string> headers, bool final, CancellationToken cancellationToken)
    {
        var stream = new SpdyStream(this, id, headers);
        if (_streams.Count >= MostStreams || !_streams.TryAdd(id, stream))
        {
            var refusal = new byte[8];
            BinaryPrimitives.WriteUInt32BigEndian(refusal, id);
            BinaryPrimitives.WriteUInt32BigEndian(refusal.AsSpan(4), RefusedStream);
            await SendAsync(new SpdyFrame(SpdyFrameKind.RstStream, 0, 0, refusal.Length), refusal, cancellationToken);
            return;
        }

        if (final) stream.EndInput();
        var block = _replies.Write([]);
        var reply = new byte[sizeof(uint) + block.Length];
        BinaryPrimitives.WriteUInt32BigEndian(reply, id);
        block.CopyTo(reply.AsSpan(sizeof(uint)));
        await SendAsync(new SpdyFrame(SpdyFrameKind.SynReply, 0, 0, reply.Length), reply, cancellationToken);
        _opened.Writer.TryWrite(stream);
    }

    private async Task SendAsync(SpdyFrame frame, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(SpdyFrame.HeaderBytes + body.Length);
        await _sending.WaitAsync(cancellationToken);
        try
        {
            frame.Write(bytes);
            body.CopyTo(bytes.AsMemory(SpdyFrame.HeaderBytes));
            await transport.WriteAsync(bytes.AsMemory(0, SpdyFrame.HeaderBytes + body.Length), cancellationToken);
            await transport.FlushAsync(cancellationToken);
        }
        finally
        {
            _sending.Release();
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static uint StreamIdOf(ReadOnlyMemory<byte> body) => BinaryPrimitives.ReadUInt32BigEndian(Skip(body, 0)) & 0x7FFF_FFFF;

    private static ReadOnlySpan<byte> Skip(ReadOnlyMemory<byte> body, int count) =>
        body.Length >= count + sizeof(uint) ? body.Span[count..] : throw new SpdyException("a frame is cut short");
}
