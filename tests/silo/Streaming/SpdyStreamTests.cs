using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Silo.Streaming;
using Orleans.Kube.Silo.Streaming.Spdy;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

/// <summary>Clients that speak SPDY, in front of an agent that speaks WebSocket.</summary>
public sealed class SpdyStreamTests
{
    private const string Success = """{"status":"Success"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_reads_its_input_to_the_end_and_tells_how_it_ended()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", context => ServeAsync(context, async socket =>
        {
            var input = "";
            while (await ReceiveAsync(socket) is { } message && message[0] != 255) input += Encoding.UTF8.GetString(message.AsSpan(1));
            await SendAsync(socket, 1, input.ToUpperInvariant());
            await SendAsync(socket, 3, Success);
        }));
        await agent.ServeTunnelAsync();
        using var client = await SpdyClient.ConnectAsync(server.Address, "/exec/ns/p/c", "v4.channel.k8s.io");
        client.Answer.ShouldContain("X-Stream-Protocol-Version: v4.channel.k8s.io");
        var (error, input, output) = (await OpenAsync(client, "error"), await OpenAsync(client, "stdin"), await OpenAsync(client, "stdout"));

        await client.SendAsync(input, "some ");
        await client.SendAsync(input, "words", final: true);
        var said = await client.ReadAllAsync(error, output);
        said[output].ShouldBe("SOME WORDS");
        said[error].ShouldBe(Success);
    }

    [Fact]
    public async Task A_node_that_breaks_off_ends_the_command_with_a_failure()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", context => ServeAsync(context, static socket => SendAsync(socket, 1, "half of ")));
        await agent.ServeTunnelAsync();
        using var client = await SpdyClient.ConnectAsync(server.Address, "/exec/ns/p/c", "v4.channel.k8s.io");
        var (error, _, output) = (await OpenAsync(client, "error"), await OpenAsync(client, "stdin"), await OpenAsync(client, "stdout"));

        var said = await client.ReadAllAsync(error, output);
        said[output].ShouldBe("half of ");
        said[error].ShouldContain("the connection to the node ended before the command did");
    }

    [Fact]
    public async Task A_client_of_another_protocol_is_told_what_is_spoken()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => ServeAsync(context, static _ => Task.CompletedTask));
        await agent.ServeTunnelAsync();

        using var client = await SpdyClient.ConnectAsync(server.Address, "/exec/ns/p/c", "v9.channel.k8s.io");
        client.Answer.ShouldStartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task Forwarded_connections_are_told_apart_and_end_on_their_own()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => ServeAsync(context, socket => EchoAsync(socket, context.Request.Query["ports"]!)));
        for (var i = 0; i < 2; i++) await agent.ServeTunnelAsync();
        using var client = await SpdyClient.ConnectAsync(server.Address, "/portForward/ns/p", "portforward.k8s.io");
        var (_, first) = await OpenPairAsync(client, "80", "0");
        var (_, second) = await OpenPairAsync(client, "81", "1");

        await client.SendAsync(second, "b", final: true);
        var said = await client.ReadAllAsync(second);
        said[second].ShouldBe("81:b");
        await client.SendAsync(first, "a", final: true);
        (said.GetValueOrDefault(first) + (await client.ReadAllAsync(first))[first]).ShouldBe("80:a");
    }

    [Fact]
    public async Task What_keeps_a_port_from_being_reached_is_said_on_its_error_stream()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => ServeAsync(context, static async socket =>
        {
            await SendAsync(socket, 0, "xx");
            await SendAsync(socket, 1, "xx");
            await SendAsync(socket, 1, "connection refused");
        }));
        await agent.ServeTunnelAsync();
        using var client = await SpdyClient.ConnectAsync(server.Address, "/portForward/ns/p", "portforward.k8s.io");
        var (error, data) = await OpenPairAsync(client, "80", "0");
        var (badError, badData) = await OpenPairAsync(client, "99999", "1");

        var said = await client.ReadAllAsync(error, data, badError, badData);
        said[error].ShouldBe("connection refused");
        said[badError].ShouldBe("invalid port \"99999\"");
    }

    [Fact]
    public async Task A_connection_that_the_client_gives_up_is_no_failure()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => ServeAsync(context, static socket => EchoAsync(socket, "80")));
        await agent.ServeTunnelAsync();
        using var client = await SpdyClient.ConnectAsync(server.Address, "/portForward/ns/p", "portforward.k8s.io");
        var (error, data) = await OpenPairAsync(client, "80", "0");
        (await client.ReadAsync()).ShouldNotBeNull().Frame.StreamId.ShouldBe(data);

        await client.SendAsync(new SpdyFrame(SpdyFrameKind.RstStream, 0, 0, 8), [0, 0, 0, (byte)data, 0, 0, 0, 5]);

        (await client.ReadAllAsync(error))[error].ShouldBe("");
    }

    [Fact]
    public async Task Pings_are_answered()
    {
        await using var server = await StreamingServer.StartAsync();
        using var client = await SpdyClient.ConnectAsync(server.Address, "/portForward/ns/p", "portforward.k8s.io");

        await client.SendAsync(new SpdyFrame(SpdyFrameKind.Ping, 0, 0, 4), [0, 0, 0, 7]);
        var (frame, body) = (await client.ReadAsync()).ShouldNotBeNull();
        (frame.Kind, body[3]).ShouldBe((SpdyFrameKind.Ping, (byte)7));
    }

    [Fact]
    public async Task A_peer_that_speaks_nonsense_is_hung_up_on()
    {
        await using var server = await StreamingServer.StartAsync();
        using var client = await SpdyClient.ConnectAsync(server.Address, "/portForward/ns/p", "portforward.k8s.io");

        await client.SendAsync(new SpdyFrame(SpdyFrameKind.SynStream, 0, 0, 1_000_000), []);
        (await client.ReadAsync()).ShouldBeNull();
    }

    private static Task<uint> OpenAsync(SpdyClient client, string type) => client.OpenAsync(("streamtype", type));

    private static async Task<(uint Error, uint Data)> OpenPairAsync(SpdyClient client, string port, string request) =>
        (await client.OpenAsync(("streamtype", "error"), ("port", port), ("requestid", request)), await client.OpenAsync(("streamtype", "data"), ("port", port), ("requestid", request)));

    private static async Task EchoAsync(WebSocket socket, string port)
    {
        await SendAsync(socket, 0, "xx");
        await SendAsync(socket, 1, "xx");
        await SendAsync(socket, 0, port + ":");
        while (await ReceiveAsync(socket) is { } message && message[0] != 255) await SendAsync(socket, message[0], Encoding.UTF8.GetString(message.AsSpan(1)));
    }

    private static async Task ServeAsync(HttpContext context, Func<WebSocket, Task> talk)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(ChannelSocket.Version5);
        await talk(socket);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Cancel);
    }

    private static Task SendAsync(WebSocket socket, byte channel, string text) =>
        socket.SendAsync((byte[])[channel, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, endOfMessage: true, Cancel);

    private static async Task<byte[]?> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, Cancel);
        return received.MessageType == WebSocketMessageType.Close ? null : buffer[..received.Count];
    }
}
