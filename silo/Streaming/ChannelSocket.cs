using System.Net.WebSockets;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>
/// Several byte streams over one WebSocket to a node: each message starts with the number of its channel. Version 5 can also say that nothing
/// more comes on a channel. Sending is safe from several tasks; receiving is for one.
/// </summary>
internal sealed class ChannelSocket(WebSocket socket) : IAsyncDisposable
{
    public const string Version5 = "v5.channel.k8s.io";
    public const string Version4 = "v4.channel.k8s.io";

    private const byte CloseSignal = 255;
    private const int LargestMessage = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _received = new byte[32 * 1024];

    /// <summary>Whether the end of an input can be told without ending the connection.</summary>
    public bool CanCloseChannels => socket.SubProtocol == Version5;

    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var message = new byte[payload.Length + 1];
        message[0] = channel;
        payload.CopyTo(message.AsMemory(1));
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Tells the node that nothing more will come on a channel, where the protocol can say so.</summary>
    public Task CloseChannelAsync(byte channel, CancellationToken cancellationToken) =>
        CanCloseChannels ? SendAsync(CloseSignal, new[] { channel }, cancellationToken) : Task.CompletedTask;

    /// <summary>The next message, or null when the node has ended. The payload is valid until the next call.</summary>
    public async Task<(byte Channel, ReadOnlyMemory<byte> Payload, bool Closes)?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == _received.Length) Grow();
                part = await socket.ReceiveAsync(_received.AsMemory(length), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await AnswerCloseAsync(cancellationToken);
                    return null;
                }

                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (length == 0) continue;
            if (CanCloseChannels && length > 1 && _received[0] == CloseSignal) return (_received[1], default, true);
            return (_received[0], _received.AsMemory(1, length - 1), false);
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The node may let go of the connection once it knows that everything has arrived.</summary>
    private async Task AnswerCloseAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    private void Grow()
    {
        if (_received.Length >= LargestMessage) throw new IOException("a message of the node is too large");
        Array.Resize(ref _received, _received.Length * 2);
    }
}
