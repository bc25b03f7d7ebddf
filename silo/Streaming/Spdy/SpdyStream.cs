using System.IO.Pipelines;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>One stream that the client has opened. Each direction ends on its own.</summary>
internal sealed class SpdyStream(SpdyConnection connection, uint id, IReadOnlyDictionary<string, string> headers)
{
    private const int BufferedBytes = 1024 * 1024;
    private const int LargestPart = 16 * 1024;

    private readonly Pipe _incoming = new(new PipeOptions(pauseWriterThreshold: BufferedBytes, resumeWriterThreshold: BufferedBytes / 2, useSynchronizationContext: false));
    private int _openDirections = 2;
    private bool _outputClosed;
    private bool _inputClosed;

    public uint Id { get; } = id;

    /// <summary>What the client said when it opened the stream.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>What the client sends. A reset stream or a broken connection reads as a failure.</summary>
    public PipeReader Input => _incoming.Reader;

    /// <summary>Whether the client wants no more of it, or is gone.</summary>
    public bool IsAborted { get; private set; }

    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    /// <summary>Sends bytes to the client. For one caller at a time.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0 && !_outputClosed)
        {
            var part = bytes[..Math.Min(bytes.Length, LargestPart)];
            await connection.SendDataAsync(Id, part, final: false, cancellationToken);
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Tells the client that nothing more will come. Does nothing the second time.</summary>
    public async ValueTask CloseOutputAsync(CancellationToken cancellationToken)
    {
        if (_outputClosed) return;
        _outputClosed = true;
        await connection.SendDataAsync(Id, default, final: true, cancellationToken);
        DirectionEnded();
    }

    /// <summary>Takes in what the client sent, waiting while more than a bounded amount is unread.</summary>
    internal async ValueTask ReceiveAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!_inputClosed) await _incoming.Writer.WriteAsync(bytes, cancellationToken);
    }

    internal void EndInput(Exception? failure = null)
    {
        if (_inputClosed) return;
        _inputClosed = true;
        _incoming.Writer.Complete(failure);
        DirectionEnded();
    }

    /// <summary>The client wants no more of the stream, or is gone.</summary>
    internal void Abort(Exception failure)
    {
        IsAborted = true;
        EndInput(failure);
        if (_outputClosed) return;
        _outputClosed = true;
        DirectionEnded();
    }

    private void DirectionEnded()
    {
        if (Interlocked.Decrement(ref _openDirections) == 0) connection.Forget(Id);
    }
}
