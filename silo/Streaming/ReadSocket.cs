using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>A WebSocket that is only read from by its client: a log, or the events of a watch. Whatever the client sends is dropped; its close ends the exchange.</summary>
internal sealed class ReadSocket : IAsyncDisposable
{
    private const int PieceBytes = 16 * 1024;
    private const string Binary = "binary.k8s.io";
    private const string Base64Text = "base64.binary.k8s.io";

    private readonly WebSocket _socket;
    private readonly CancellationTokenSource _gone;
    private readonly Task _listening;

    private ReadSocket(WebSocket socket, CancellationToken aborted)
    {
        _socket = socket;
        _gone = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _listening = ListenAsync();
    }

    /// <summary>Cancelled when the client has gone.</summary>
    public CancellationToken Gone => _gone.Token;

    public static bool IsAsked(HttpContext http) => http.WebSockets.IsWebSocketRequest;

    /// <exception cref="StatusException">The client asks for protocols none of which fits.</exception>
    public static async Task<ReadSocket> AcceptAsync(HttpContext http)
    {
        var asked = http.WebSockets.WebSocketRequestedProtocols;
        var protocol = asked.FirstOrDefault(static p => p is Binary or Base64Text);
        if (asked.Count > 0 && protocol is null) throw Failures.BadRequest($"the server speaks {Binary}, {Base64Text}");
        return new ReadSocket(await http.WebSockets.AcceptWebSocketAsync(protocol), http.RequestAborted);
    }

    /// <summary>Sends bytes as they come, then closes.</summary>
    public async Task SendAsync(Stream source)
    {
        var isText = _socket.SubProtocol == Base64Text;
        var piece = new byte[isText ? Base64.GetMaxEncodedToUtf8Length(PieceBytes) : PieceBytes];
        while (await source.ReadAsync(piece.AsMemory(0, PieceBytes), Gone) is > 0 and var count)
        {
            if (isText) Base64.EncodeToUtf8InPlace(piece, count, out count);
            await _socket.SendAsync(piece.AsMemory(0, count), isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, Gone);
        }

        await CloseAsync();
    }

    /// <summary>Sends each line as a message of text, then closes.</summary>
    public async Task SendLinesAsync(PipeReader lines)
    {
        ReadResult result;
        do
        {
            result = await lines.ReadAsync(Gone);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                await _socket.SendAsync(rest.Slice(0, end).ToArray(), WebSocketMessageType.Text, endOfMessage: true, Gone);
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            lines.AdvanceTo(rest.Start, rest.End);
        }
        while (!result.IsCompleted);
        await CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _listening;
        _socket.Dispose();
        _gone.Dispose();
    }

    private async Task CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Gone);
        await _listening.WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ListenAsync()
    {
        var dropped = new byte[1024];
        try
        {
            while ((await _socket.ReceiveAsync(dropped, _gone.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client is gone, which is what was waited for.
        }

        await _gone.CancelAsync();
    }
}
