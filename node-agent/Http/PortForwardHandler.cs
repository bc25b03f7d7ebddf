using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary><c>/portForward</c>: for each port two channels, one for its bytes and one for a failure; both begin with the port's number.</summary>
internal sealed class PortForwardHandler(ContainerLookup containers, IContainerRuntime runtime)
{
    private const int BufferBytes = 32 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        var asked = context.Request.Query["ports"].Concat(context.Request.Query["port"]).SelectMany(p => p!.Split(',')).ToList();
        if (asked.Count == 0) throw Failures.BadRequest("query parameter \"port\" is required");
        var ports = asked.Select(p => ushort.TryParse(p, out var port) && port > 0 ? port : throw Failures.BadRequest($"unable to parse \"{p}\" as a port")).ToList();
        var sandbox = await containers.SandboxAsync(context);
        await using var socket = await ChannelUpgrade.AcceptAsync(context, ChannelProtocols.OfPorts);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var connections = await Task.WhenAll(ports.Select((port, i) => ConnectAsync(socket, sandbox, port, (byte)(2 * i), ending.Token)));
        try
        {
            var outputs = Task.WhenAll(connections.Select((c, i) => OutputAsync(socket, c, (byte)(2 * i), ending.Token)));
            var inputs = InputAsync(socket, connections, ending.Token);
            await Task.WhenAny(outputs, inputs);
            await socket.CloseAsync(ending.Token);
            await Task.WhenAny(inputs, Task.Delay(ProcessRelay.Farewell, ending.Token));
            await ending.CancelAsync();
            await Task.WhenAll(outputs, inputs);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            context.Abort();
        }
        finally
        {
            foreach (var connection in connections)
                if (connection is not null) await connection.DisposeAsync();
        }
    }

    private async Task<Stream?> ConnectAsync(ChannelSocket socket, RuntimeContainer sandbox, ushort port, byte channel, CancellationToken cancellationToken)
    {
        var number = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(number, port);
        await socket.SendAsync(channel, number, cancellationToken);
        await socket.SendAsync((byte)(channel + 1), number, cancellationToken);
        try
        {
            return await runtime.Streams.ConnectAsync(sandbox.Id, port, cancellationToken);
        }
        catch (RuntimeException e)
        {
            await socket.SendAsync((byte)(channel + 1), Encoding.UTF8.GetBytes($"error forwarding port {port} to pod {sandbox.Id}, uid : {e.Message}"), cancellationToken);
            return null;
        }
    }

    private static async Task OutputAsync(ChannelSocket socket, Stream? connection, byte channel, CancellationToken cancellationToken)
    {
        if (connection is null) return;
        var buffer = new byte[BufferBytes];
        while (await connection.ReadAsync(buffer, cancellationToken) is > 0 and var count) await socket.SendAsync(channel, buffer.AsMemory(0, count), cancellationToken);
    }

    private static async Task InputAsync(ChannelSocket socket, Stream?[] connections, CancellationToken cancellationToken)
    {
        while (await socket.ReceiveAsync(cancellationToken) is { } message)
        {
            if (message.Channel % 2 != 0 || message.Channel / 2 >= connections.Length || connections[message.Channel / 2] is not { } connection) continue;
            if (!message.IsClose) await connection.WriteAsync(message.Payload, cancellationToken);
            else if (connection is NetworkStream network) network.Socket.Shutdown(SocketShutdown.Send);
        }
    }
}
