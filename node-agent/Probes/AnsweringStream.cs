using System.Net.Sockets;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>A connection that remembers how the other side began to answer: so a server gives itself away that speaks plain HTTP where TLS is expected.</summary>
internal sealed class AnsweringStream : NetworkStream
{
    private readonly byte[] _start = new byte["HTTP/"u8.Length];
    private int _known;

    private AnsweringStream(Socket socket)
        : base(socket, ownsSocket: true) => Ends = $"{socket.LocalEndPoint}->{socket.RemoteEndPoint}";

    public bool IsHttp => _known == _start.Length && _start.AsSpan().SequenceEqual("HTTP/"u8);

    /// <summary>Whether the other side has said anything.</summary>
    public bool HasAnswered => _known > 0;

    /// <summary>From where to where it leads.</summary>
    public string Ends { get; }

    /// <summary>Connects as clients do by themselves.</summary>
    public static async ValueTask<AnsweringStream> ConnectAsync(System.Net.DnsEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return new AnsweringStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        var taken = Math.Min(read, _start.Length - _known);
        buffer.Span[..taken].CopyTo(_start.AsSpan(_known));
        _known += taken;
        return read;
    }
}
