using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>Listens for questions over UDP and TCP on one address and port.</summary>
public sealed partial class DnsServer(DnsResponder responder, ILogger<DnsServer> logger) : IDisposable
{
    private const int LargestQuery = 4096;
    private const int MostAtOnce = 512;
    private const int MostAttempts = 10;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private Socket? _datagrams;
    private TcpListener? _streams;

    /// <summary>Takes a port of an address: the wanted one, or any when another program has that.</summary>
    /// <exception cref="SocketException">The machine has no such address.</exception>
    public IPEndPoint Bind(IPAddress address, int port)
    {
        // A port that is free for datagrams may be taken for streams: then there are others.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return BindTo(address, attempt == 1 ? port : 0);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < MostAttempts)
            {
            }
        }
    }

    /// <summary>Answers until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(DatagramsAsync(cancellationToken), StreamsAsync(cancellationToken));

    public void Dispose()
    {
        _datagrams?.Dispose();
        _streams?.Dispose();
        _room.Dispose();
    }

    private IPEndPoint BindTo(IPAddress address, int port)
    {
        var datagrams = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        TcpListener? streams = null;
        try
        {
            datagrams.Bind(new IPEndPoint(address, port));
            var bound = (IPEndPoint)datagrams.LocalEndPoint!;
            streams = new TcpListener(bound);
            streams.Start();
            (_datagrams, _streams) = (datagrams, streams);
            return bound;
        }
        catch (SocketException)
        {
            datagrams.Dispose();
            streams?.Dispose();
            throw;
        }
    }

    private async Task DatagramsAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestQuery];
        while (true)
        {
            await _room.WaitAsync(cancellationToken);
            try
            {
                var received = await _datagrams!.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), cancellationToken);
                _ = ReplyAsync(buffer[..received.ReceivedBytes], received.RemoteEndPoint, cancellationToken);
            }
            catch (SocketException e)
            {
                // What an earlier answer met on its way, such as a port that was closed meanwhile.
                _room.Release();
                LogTrouble(e.Message);
            }
        }
    }

    private async Task ReplyAsync(byte[] query, EndPoint to, CancellationToken cancellationToken)
    {
        try
        {
            if (await responder.AnswerAsync(query, isStream: false, cancellationToken) is { } answer) await _datagrams!.SendToAsync(answer, to, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            LogTrouble(e.Message);
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task StreamsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var client = await _streams!.AcceptTcpClientAsync(cancellationToken);
            _ = ServeAsync(client, cancellationToken);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var length = new byte[2];
                while (true)
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    limit.CancelAfter(Idle);
                    await stream.ReadExactlyAsync(length, limit.Token);
                    var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                    await stream.ReadExactlyAsync(query, limit.Token);
                    if (await responder.AnswerAsync(query, isStream: true, cancellationToken) is not { } answer) return;
                    var framed = new byte[answer.Length + 2];
                    BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)answer.Length);
                    answer.CopyTo(framed, 2);
                    await stream.WriteAsync(framed, limit.Token);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The client has gone, or has been silent for too long.
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "a DNS answer was lost: {reason}")]
    private partial void LogTrouble(string reason);
}
