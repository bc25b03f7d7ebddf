using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>Asks the machine's own DNS servers, one after the other, what the cluster does not know. Queries and answers pass as they are.</summary>
public sealed class UpstreamResolver(Func<IReadOnlyList<IPAddress>> servers, TimeProvider time)
{
    private const int Port = 53;
    private const int LargestAnswer = 65535;
    private const int Rounds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The answer of the first server that gives one; null when none does.</summary>
    /// <param name="query">The whole query.</param>
    /// <param name="isStream">Whether to ask over TCP, for answers of any length.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<byte[]?> AskAsync(ReadOnlyMemory<byte> query, bool isStream, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
            foreach (var server in servers())
            {
                using var limit = new CancellationTokenSource(Patience, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
                try
                {
                    return isStream ? await StreamAsync(server, query, both.Token) : await DatagramAsync(server, query, both.Token);
                }
                catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
                {
                    // The next server is asked.
                }
            }

        return null;
    }

    /// <summary>A new port and a new number for every query, so that nobody can guess what answer is awaited.</summary>
    private static async Task<byte[]> DatagramAsync(IPAddress server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(new IPEndPoint(server, Port), cancellationToken);
        var asked = query.ToArray();
        RandomNumberGenerator.Fill(asked.AsSpan(0, 2));
        await socket.SendAsync(asked, cancellationToken);
        var buffer = new byte[LargestAnswer];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellationToken);
            if (length < 12 || buffer[0] != asked[0] || buffer[1] != asked[1]) continue;
            query.Span[..2].CopyTo(buffer);
            return buffer[..length];
        }
    }

    private static async Task<byte[]> StreamAsync(IPAddress server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(server.AddressFamily);
        await client.ConnectAsync(server, Port, cancellationToken);
        var stream = client.GetStream();
        var asked = new byte[query.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(asked, (ushort)query.Length);
        query.CopyTo(asked.AsMemory(2));
        await stream.WriteAsync(asked, cancellationToken);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return answer;
    }
}
