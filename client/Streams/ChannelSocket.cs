using System.Buffers;
using System.Buffers.Text;
using System.Net.WebSockets;

namespace Orleans.Kube.Client;

/// <summary>
/// Several byte streams over one WebSocket: each binary message starts with the number of its channel. Version 5 adds a way to say that
/// one direction of a channel has ended (message <c>255, channel</c>). The base64 forms send text: the number as a digit, the payload
/// encoded. Sending is safe from several tasks; receiving is for one.
/// </summary>
public sealed class ChannelSocket(WebSocket socket, string protocol) : IAsyncDisposable
{
    private const byte CloseSignal = 255;
    private const int LargestPayload = 32 * 1024;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _received = new byte[LargestPayload];

    /// <summary>Whether the end of an input can be told without ending the connection.</summary>
    public bool CanCloseChannels => protocol == ChannelProtocols.Version5;

    /// <summary>Whether the status of a process is sent as a message in words, and only when it failed.</summary>
    public bool IsFirstVersion => protocol is ChannelProtocols.Version1 or ChannelProtocols.Version1Base64;

    private bool IsText => protocol is ChannelProtocols.Version1Base64 or ChannelProtocols.Version4Base64;

    /// <summary>Sends a payload, in as many messages as it needs. An empty payload is sent as an empty message.</summary>
    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(LargestPayload) + 1);
        await _sending.WaitAsync(cancellationToken);
        try
        {
            do
            {
                var part = payload[..Math.Min(payload.Length, LargestPayload)];
                var length = IsText ? EncodeText(channel, part.Span, buffer) : Encode(channel, part.Span, buffer);
                await socket.SendAsync(buffer.AsMemory(0, length), IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
                payload = payload[part.Length..];
            }
            while (payload.Length > 0);
        }
        finally
        {
            _sending.Release();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Tells the other end that nothing more will come on a channel.</summary>
    /// <exception cref="InvalidOperationException">The protocol has no such message.</exception>
    public Task CloseChannelAsync(byte channel, CancellationToken cancellationToken) =>
        CanCloseChannels ? SendAsync(CloseSignal, new[] { channel }, cancellationToken) : throw new InvalidOperationException($"{protocol} cannot close a channel");

    /// <summary>The next message, or null when the other end has closed. The payload is valid until the next call.</summary>
    public async Task<ChannelMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == _received.Length) Array.Resize(ref _received, _received.Length * 2);
                part = await socket.ReceiveAsync(_received.AsMemory(length), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close) return null;
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (length == 0) continue;
            if (IsText) return DecodeText(length);
            if (_received[0] == CloseSignal && CanCloseChannels && length > 1) return new ChannelMessage(_received[1], default, IsClose: true);
            return new ChannelMessage(_received[0], _received.AsMemory(1, length - 1), IsClose: false);
        }
    }

    /// <summary>Closes the connection properly: everything sent before arrives.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Reads on until the other end has closed too, for what it sends no longer matters. A broken connection counts as closed.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReceiveAsync(cancellationToken) is not null)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException)
        {
            // Nothing more comes either way, which is what was waited for.
        }
    }

    private static int Encode(byte channel, ReadOnlySpan<byte> payload, Span<byte> message)
    {
        message[0] = channel;
        payload.CopyTo(message[1..]);
        return payload.Length + 1;
    }

    private static int EncodeText(byte channel, ReadOnlySpan<byte> payload, Span<byte> message)
    {
        message[0] = (byte)('0' + channel);
        Base64.EncodeToUtf8(payload, message[1..], out _, out var written);
        return written + 1;
    }

    private ChannelMessage DecodeText(int length)
    {
        if (Base64.DecodeFromUtf8InPlace(_received.AsSpan(1, length - 1), out var written) != OperationStatus.Done)
            throw new WebSocketException(WebSocketError.InvalidMessageType, "a message is not in base64");
        return new ChannelMessage((byte)(_received[0] - '0'), _received.AsMemory(1, written), IsClose: false);
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }
}
