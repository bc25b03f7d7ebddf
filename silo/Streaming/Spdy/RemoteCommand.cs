using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>exec and attach for clients that speak SPDY: a stream each for input, outputs, terminal size and the final status, over to the channels of the node.</summary>
public sealed class RemoteCommand(NodeSockets nodes, StreamOptions options)
{
    private const string Protocol = "v4.channel.k8s.io";
    private static readonly string[] Channels = ["stdin", "stdout", "stderr", "error", "resize"];
    private const byte Input = 0;
    private const byte Status = 3;
    private const byte Resize = 4;

    /// <summary>Runs the command on the node and completes when it is over.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="pathAndQuery">The node's path, with <c>input</c>, <c>output</c>, <c>error</c> and <c>tty</c> in the query.</param>
    /// <param name="streams">How many streams the client is going to open.</param>
    /// <exception cref="StatusException">The node cannot be reached, or it refuses.</exception>
    public async Task RunAsync(HttpContext context, string node, string pathAndQuery, int streams)
    {
        await using var socket = await nodes.ConnectAsync(node, pathAndQuery, context.RequestAborted);
        await using var transport = await SpdyUpgrade.AcceptAsync(context, Protocol, options);
        using var connection = new SpdyConnection(transport);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var receiving = connection.RunAsync(ending.Token);
        try
        {
            var byChannel = await OpenedAsync(connection, streams, ending.Token);
            var outputs = CopyOutputsAsync(byChannel, socket, ending.Token);
            Task[] all = [outputs, CopyInputAsync(byChannel, Input, socket, ending.Token), CopyInputAsync(byChannel, Resize, socket, ending.Token)];
            await Task.WhenAny(outputs, receiving);
            await Task.WhenAny(receiving, Task.Delay(options.Farewell, ending.Token));
            await ending.CancelAsync();
            await Task.WhenAll(all);
        }
        catch (Exception e) when (StreamPair.IsEnd(e))
        {
            // The client is gone, or never opened its streams: there is nobody left to tell.
        }

        await ending.CancelAsync();
        await receiving;
    }

    /// <summary>Waits for the client to open its streams; the protocol says that it opens them before anything flows.</summary>
    private async Task<SpdyStream?[]> OpenedAsync(SpdyConnection connection, int count, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.StreamPatience);
        var found = new SpdyStream?[Channels.Length];
        for (var opened = 0; opened < count; opened++)
        {
            var stream = await connection.Opened.ReadAsync(patience.Token);
            var channel = Array.IndexOf(Channels, stream.Header("streamtype"));
            if (channel >= 0) found[channel] = stream;
        }

        return found;
    }

    /// <summary>Passes on what the client sends: input as it comes, each size of the terminal, a line of JSON, in a message of its own.</summary>
    private static async Task CopyInputAsync(SpdyStream?[] streams, byte channel, ChannelSocket socket, CancellationToken cancellationToken)
    {
        if (streams[channel] is not { } stream) return;
        try
        {
            ReadResult result;
            do
            {
                result = await stream.Input.ReadAsync(cancellationToken);
                var (rest, isSize) = (result.Buffer, channel == Resize);
                while (isSize && rest.PositionOf((byte)'\n') is { } end)
                {
                    await socket.SendAsync(channel, rest.Slice(0, end).ToArray(), cancellationToken);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (!isSize && !rest.IsEmpty) await socket.SendAsync(channel, rest.ToArray(), cancellationToken);
                stream.Input.AdvanceTo(isSize ? rest.Start : rest.End, rest.End);
            }
            while (!result.IsCompleted);
            if (channel == Input) await socket.CloseChannelAsync(channel, cancellationToken);
        }
        catch (Exception e) when (StreamPair.IsEnd(e) || e is WebSocketException)
        {
            // Input that cannot be delivered any more is not missed: how the command ended comes the other way.
        }
    }

    private static async Task CopyOutputsAsync(SpdyStream?[] streams, ChannelSocket socket, CancellationToken cancellationToken)
    {
        var told = false;
        try
        {
            while (await socket.ReceiveAsync(cancellationToken) is { } message)
            {
                if (message.Channel >= streams.Length || streams[message.Channel] is not { } stream || message.Closes || message.Payload.IsEmpty) continue;
                told |= message.Channel == Status;
                await stream.WriteAsync(message.Payload, cancellationToken);
            }
        }
        catch (WebSocketException)
        {
            // The node broke off; the status below says so.
        }

        if (!told && streams[Status] is { } status) await status.WriteAsync(BrokenOff(), cancellationToken);
        foreach (var stream in streams)
            if (stream is not null) await stream.CloseOutputAsync(cancellationToken);
    }

    private static byte[] BrokenOff() =>
        JsonSerializer.SerializeToUtf8Bytes(Failures.Internal("the connection to the node ended before the command did").Status, KubeJson.Options);
}
