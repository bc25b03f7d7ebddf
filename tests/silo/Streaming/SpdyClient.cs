using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Orleans.Kube.Silo.Streaming.Spdy;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

/// <summary>The client's end of a SPDY/3.1 connection, a frame at a time.</summary>
internal sealed class SpdyClient : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly SpdyHeaderWriter _headers = new();
    private readonly Queue<(SpdyFrame Frame, byte[] Body)> _passed = new();
    private uint _next = 1;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The server's answer to the request to upgrade.</summary>
    public string Answer { get; private set; } = "";

    public static async Task<SpdyClient> ConnectAsync(Uri server, string path, string protocol)
    {
        var client = new SpdyClient();
        await client._tcp.ConnectAsync(server.Host, server.Port, Cancel);
        var request = $"POST {path} HTTP/1.1\r\nHost: api\r\nContent-Length: 0\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: {protocol}\r\n\r\n";
        await client._tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancel);
        var one = new byte[1];
        while (!client.Answer.EndsWith("\r\n\r\n", StringComparison.Ordinal) && await client._tcp.GetStream().ReadAsync(one, Cancel) > 0) client.Answer += (char)one[0];
        return client;
    }

    /// <summary>Opens a stream and waits for the server's reply to it.</summary>
    public async Task<uint> OpenAsync(params (string Name, string Value)[] headers)
    {
        var (id, block) = (_next, _headers.Write(headers));
        _next += 2;
        var body = new byte[10 + block.Length];
        BinaryPrimitives.WriteUInt32BigEndian(body, id);
        block.CopyTo(body.AsSpan(10));
        await SendAsync(new SpdyFrame(SpdyFrameKind.SynStream, 0, 0, body.Length), body);
        while (await ReceiveAsync() is { } received)
        {
            if (received.Frame.Kind == SpdyFrameKind.SynReply) return BinaryPrimitives.ReadUInt32BigEndian(received.Body);
            _passed.Enqueue(received);
        }

        throw new IOException("the connection has ended");
    }

    public Task SendAsync(uint stream, string text, bool final = false)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return SendAsync(new SpdyFrame(SpdyFrameKind.Data, stream, final ? SpdyFrame.Fin : (byte)0, bytes.Length), bytes);
    }

    public async Task SendAsync(SpdyFrame frame, byte[] body)
    {
        var header = new byte[SpdyFrame.HeaderBytes];
        frame.Write(header);
        await _tcp.GetStream().WriteAsync((byte[])[.. header, .. body], Cancel);
    }

    /// <summary>The next frame, or null when the server has closed the connection.</summary>
    public async Task<(SpdyFrame Frame, byte[] Body)?> ReadAsync() => _passed.TryDequeue(out var passed) ? passed : await ReceiveAsync();

    /// <summary>All that the server sends until it has ended the given streams; by stream, others included.</summary>
    public async Task<Dictionary<uint, string>> ReadAllAsync(params uint[] streams)
    {
        var texts = new Dictionary<uint, string>();
        for (var open = streams.Length; open > 0;)
        {
            var (frame, body) = await ReadAsync() ?? throw new IOException("the connection has ended");
            if (frame.Kind != SpdyFrameKind.Data) continue;
            texts[frame.StreamId] = texts.GetValueOrDefault(frame.StreamId, "") + Encoding.UTF8.GetString(body);
            if (frame.IsFinal && streams.Contains(frame.StreamId)) open--;
        }

        return texts;
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<(SpdyFrame Frame, byte[] Body)?> ReceiveAsync()
    {
        var header = new byte[SpdyFrame.HeaderBytes];
        if (await _tcp.GetStream().ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, Cancel) < header.Length) return null;
        var frame = SpdyFrame.Read(header);
        var body = new byte[frame.Length];
        await _tcp.GetStream().ReadExactlyAsync(body, Cancel);
        return (frame, body);
    }
}
