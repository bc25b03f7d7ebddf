using System.Buffers.Binary;
using System.Net.Sockets;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>A hijacked connection to a process. Without a terminal Docker puts eight bytes before each piece of output: stream and length.</summary>
internal sealed class DockerProcess(Socket socket, bool terminal, Func<int, int, CancellationToken, Task> resize, Func<CancellationToken, Task<int>> exitCode, Func<Task> kill)
    : IProcessStream
{
    private const int HeaderBytes = 8;
    private const byte ErrorStream = 2;

    private readonly byte[] _buffer = new byte[32 * 1024];
    private readonly byte[] _header = new byte[HeaderBytes];
    private int _left;
    private bool _isError;

    public async ValueTask<ProcessOutput> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (terminal) return new ProcessOutput(false, _buffer.AsMemory(0, await socket.ReceiveAsync(_buffer, cancellationToken)));
            while (_left == 0)
                if (!await ReadHeaderAsync(cancellationToken)) return default;
            var count = await socket.ReceiveAsync(_buffer.AsMemory(0, Math.Min(_left, _buffer.Length)), cancellationToken);
            _left -= count;
            return new ProcessOutput(_isError, _buffer.AsMemory(0, count));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return default;
        }
    }

    public async ValueTask WriteInputAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
    }

    public void CloseInput() => socket.Shutdown(SocketShutdown.Send);

    public Task ResizeAsync(int width, int height, CancellationToken cancellationToken) => resize(width, height, cancellationToken);

    public Task<int> ExitCodeAsync(CancellationToken cancellationToken) => exitCode(cancellationToken);

    public Task KillAsync() => kill();

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        for (var read = 0; read < HeaderBytes;)
        {
            var count = await socket.ReceiveAsync(_header.AsMemory(read), cancellationToken);
            if (count == 0) return false;
            read += count;
        }

        _isError = _header[0] == ErrorStream;
        _left = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4));
        return true;
    }
}
