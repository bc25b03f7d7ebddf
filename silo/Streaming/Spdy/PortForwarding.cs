using System.Globalization;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>
/// port-forward for clients that speak SPDY, directly or through a WebSocket: for each forwarded connection they open a stream for errors and
/// one for data, and each such pair becomes a connection to the node.
/// </summary>
public sealed class PortForwarding(NodeSockets nodes, StreamOptions options)
{
    private const string Protocol = "portforward.k8s.io";
    private const byte Data = 0;
    private const byte Failure = 1;

    /// <summary>Forwards until the client ends the connection.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="path">The node's path, without a query.</param>
    /// <exception cref="StatusException">The client speaks another protocol.</exception>
    public async Task RunAsync(HttpContext context, string node, string path)
    {
        await using var transport = await SpdyUpgrade.AcceptAsync(context, Protocol, options);
        using var connection = new SpdyConnection(transport);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var receiving = connection.RunAsync(ending.Token);
        var errors = new Dictionary<string, SpdyStream>(StringComparer.Ordinal);
        List<Task> forwards = [];
        await foreach (var stream in connection.Opened.ReadAllAsync(CancellationToken.None))
        {
            forwards.RemoveAll(static f => f.IsCompleted);
            var request = stream.Header("requestid");
            if (stream.Header("streamtype") == "error") errors[request] = stream;
            else if (errors.Remove(request, out var error)) forwards.Add(ForwardAsync(node, path, stream, error, ending.Token));
        }

        await ending.CancelAsync();
        await Task.WhenAll([receiving, .. forwards]);
    }

    private async Task ForwardAsync(string node, string path, SpdyStream data, SpdyStream error, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await ConnectAsync(node, path, data, error, cancellationToken);
            }
            catch (Exception e) when (data.IsAborted && (StreamPair.IsEnd(e) || e is WebSocketException))
            {
                // The client has given up this connection: kubectl would take a message for the end of all of them.
            }

            await data.CloseOutputAsync(cancellationToken);
            await error.CloseOutputAsync(cancellationToken);
        }
        catch (Exception e) when (StreamPair.IsEnd(e) || e is WebSocketException)
        {
            // The client is gone.
        }
    }

    private async Task ConnectAsync(string node, string path, SpdyStream data, SpdyStream error, CancellationToken cancellationToken)
    {
        if (!int.TryParse(data.Header("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > ushort.MaxValue)
        {
            await error.WriteAsync(Encoding.UTF8.GetBytes($"invalid port \"{data.Header("port")}\""), cancellationToken);
            return;
        }

        try
        {
            await using var socket = await nodes.ConnectAsync(node, $"{path}?ports={port}", cancellationToken);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var up = CopyUpAsync(data, socket, over.Token);
            await CopyDownAsync(socket, data, error, cancellationToken);
            await over.CancelAsync();
            await up;
        }
        catch (StatusException refusal)
        {
            await error.WriteAsync(Encoding.UTF8.GetBytes(refusal.Message), cancellationToken);
        }
    }

    private static async Task CopyUpAsync(SpdyStream data, ChannelSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            ReadResult result;
            do
            {
                result = await data.Input.ReadAsync(cancellationToken);
                foreach (var part in result.Buffer) await socket.SendAsync(Data, part, cancellationToken);
                data.Input.AdvanceTo(result.Buffer.End);
            }
            while (!result.IsCompleted);
            if (socket.CanCloseChannels) await socket.CloseChannelAsync(Data, cancellationToken);
        }
        catch (Exception e) when (StreamPair.IsEnd(e) || e is WebSocketException)
        {
            // The client has reset the stream or the node has ended: the way down finds out what there is to find out.
            if (!cancellationToken.IsCancellationRequested) await socket.DisposeAsync();
        }
    }

    /// <summary>On each channel the node first repeats the port in two bytes; then come data, and on the other channel what went wrong.</summary>
    private static async Task CopyDownAsync(ChannelSocket socket, SpdyStream data, SpdyStream error, CancellationToken cancellationToken)
    {
        var announced = new bool[2];
        try
        {
            while (await socket.ReceiveAsync(cancellationToken) is { } message)
            {
                if (message.Channel > Failure) continue;
                if (message.Closes && message.Channel == Data) await data.CloseOutputAsync(cancellationToken);
                else if (!announced[message.Channel]) announced[message.Channel] = true;
                else if (message.Channel == Data) await data.WriteAsync(message.Payload, cancellationToken);
                else await error.WriteAsync(message.Payload, cancellationToken);
            }
        }
        catch (WebSocketException e) when (!data.IsAborted)
        {
            await error.WriteAsync(Encoding.UTF8.GetBytes($"the connection to the node broke: {e.Message}"), cancellationToken);
        }
    }
}
