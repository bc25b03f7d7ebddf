using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Streaming;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

public sealed class NodeProxyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_of_a_log_arrive_as_they_are_written()
    {
        var (more, seen) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", async context =>
        {
            await context.Response.WriteAsync($"asked {context.Request.Path}{context.Request.QueryString}\n", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            await more.Task;
            await context.Response.WriteAsync("last\n", Cancel);
        });
        await agent.ServeTunnelAsync();
        using var http = new HttpClient();

        using var reader = new StreamReader(await http.GetStreamAsync(new Uri(server.Address, "/containerLogs/ns/pod/c?follow=true"), Cancel));
        (await reader.ReadLineAsync(Cancel)).ShouldBe("asked /containerLogs/ns/pod/c?follow=true");
        more.SetResult();
        (await reader.ReadLineAsync(Cancel)).ShouldBe("last");
        (await reader.ReadLineAsync(Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData("/containerLogs/ns/pod/c", "")]
    [InlineData("/proxy/a%20b/?x=1", "/proxy/a%20b/")]
    public async Task The_other_end_learns_who_asked_for_which_host_and_what_is_behind_a_proxy_by_which_path(string path, string forwarded)
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => context.Response.WriteAsync(
            $"{context.Request.Host} {context.Request.Headers["X-Forwarded-For"]} {context.Request.Headers["X-Forwarded-Uri"]}", Cancel));
        await agent.ServeTunnelAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path)) { Headers = { Host = "api.example:6443" } };
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "192.0.2.7");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Uri", path.StartsWith("/proxy", StringComparison.Ordinal) ? "/elsewhere" : null);

        using var response = await http.SendAsync(request, Cancel);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe($"api.example:6443 192.0.2.7, 127.0.0.1 {forwarded}");
    }

    [Fact]
    public async Task An_answered_request_leaves_its_tunnel_to_the_next()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => context.Response.WriteAsync("ok", Cancel));
        await agent.ServeTunnelAsync();
        using var http = new HttpClient();

        for (var i = 0; i < 3; i++) (await http.GetStringAsync(server.Address, Cancel)).ShouldBe("ok");
        server.Tunnels.OpenTo("n1").ShouldBe(1);
    }

    [Theory]
    [InlineData(400, "container \"web\" in pod \"p\" is waiting to start: ContainerCreating", "BadRequest")]
    [InlineData(404, "container not found (\"x\")", "NotFound")]
    [InlineData(500, "the runtime is away", "InternalError")]
    public async Task What_the_agent_refuses_becomes_a_status(int code, string text, string reason)
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", context =>
        {
            context.Response.StatusCode = code;
            return context.Response.WriteAsync(text + "\n", Cancel);
        });
        await agent.ServeTunnelAsync();

        var status = await StatusOfAsync(server, code);
        (status.Message, status.Reason, status.Code).ShouldBe((text, reason, code));
    }

    [Fact]
    public async Task A_node_without_an_agent_is_reported_after_a_bounded_wait()
    {
        await using var server = await StreamingServer.StartAsync(new StreamOptions { TunnelPatience = TimeSpan.FromMilliseconds(50) });

        (await StatusOfAsync(server, 500)).Message.ShouldBe("error dialing backend: no agent of node \"n1\" is connected");
    }

    [Fact]
    public async Task A_tunnel_that_the_agent_closed_is_passed_over()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => context.Response.WriteAsync("ok", Cancel));
        (await agent.OpenTunnelAsync()).Dispose();
        await agent.ServeTunnelAsync();
        using var http = new HttpClient();

        (await http.GetStringAsync(server.Address, Cancel)).ShouldBe("ok");
    }

    [Fact]
    public async Task A_read_is_repeated_when_its_tunnel_breaks_before_the_answer()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => context.Response.WriteAsync("ok", Cancel));
        using var breaking = await agent.OpenTunnelAsync();
        using var http = new HttpClient();

        var answer = http.GetStringAsync(server.Address, Cancel);
        (await breaking.ReceiveAsync(new byte[4096], Cancel)).ShouldBeGreaterThan(0);
        breaking.Dispose();
        await agent.ServeTunnelAsync();
        (await answer).ShouldBe("ok");
    }

    [Fact]
    public async Task A_command_is_not_repeated_when_its_tunnel_breaks()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static context => context.Response.WriteAsync("ok", Cancel));
        using var breaking = await agent.OpenTunnelAsync();
        using var http = new HttpClient();

        var answer = http.PostAsync(server.Address, new StringContent("run"), Cancel);
        (await breaking.ReceiveAsync(new byte[4096], Cancel)).ShouldBeGreaterThan(0);
        breaking.Dispose();
        await agent.ServeTunnelAsync();
        (await answer).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task What_an_agent_wrote_before_it_closed_its_tunnel_reaches_the_client()
    {
        const int Bytes = 4 << 20;
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static _ => Task.CompletedTask);
        using var http = new HttpClient();

        for (var i = 0; i < 5; i++)
        {
            using var tunnel = await agent.OpenTunnelAsync();
            var answer = http.GetByteArrayAsync(server.Address, Cancel);
            (await tunnel.ReceiveAsync(new byte[4096], Cancel)).ShouldBeGreaterThan(0);
            await tunnel.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Bytes}\r\n\r\n"), Cancel);
            for (var sent = 0; sent < Bytes;) sent += await tunnel.SendAsync(new byte[Bytes - sent], Cancel);
            tunnel.Dispose();
            (await answer).Length.ShouldBe(Bytes);
        }
    }

    [Fact]
    public async Task A_node_may_have_only_so_many_tunnels()
    {
        await using var server = await StreamingServer.StartAsync(new StreamOptions { TunnelsPerNode = 2 });
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static _ => Task.CompletedTask);
        using var first = await agent.OpenTunnelAsync();
        using var second = await agent.OpenTunnelAsync();

        (await Should.ThrowAsync<IOException>(agent.OpenTunnelAsync)).Message.ShouldStartWith("HTTP/1.1 429");
    }

    [Fact]
    public async Task Tunnels_end_when_the_server_begins_to_stop()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", static _ => Task.CompletedTask);
        using var tunnel = await agent.OpenTunnelAsync();

        server.BeginToStop();
        (await tunnel.ReceiveAsync(new byte[1], Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Web_sockets_reach_the_node_with_their_protocol_and_close_in_both_directions(string version)
    {
        await using var server = await StreamingServer.StartAsync();
        await using var agent = await FakeAgent.StartAsync(server.Address, "n1", EchoUntilClosedAsync);
        await agent.ServeTunnelAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(ChannelSocket.Version5);
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (new Version(version), HttpVersionPolicy.RequestVersionExact);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var address = version == "2.0" ? server.Http2Address : server.Address;
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/exec/ns/pod/c" }.Uri, http, Cancel);
        socket.SubProtocol.ShouldBe(ChannelSocket.Version5);

        await socket.SendAsync("\0hello"u8.ToArray(), WebSocketMessageType.Binary, true, Cancel);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancel);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, Cancel);
        Encoding.UTF8.GetString(buffer, 0, received.Count).ShouldBe("\0hello");
        (await socket.ReceiveAsync(buffer, Cancel)).MessageType.ShouldBe(WebSocketMessageType.Close);
    }

    private static async Task EchoUntilClosedAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(ChannelSocket.Version5);
        var buffer = new byte[100];
        while (await socket.ReceiveAsync(buffer, Cancel) is { MessageType: WebSocketMessageType.Binary } part) await socket.SendAsync(buffer.AsMemory(0, part.Count), WebSocketMessageType.Binary, part.EndOfMessage, Cancel);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancel);
    }

    private static async Task<Status> StatusOfAsync(StreamingServer server, int code)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(server.Address, "/containerLogs/ns/p/web"), Cancel);
        ((int)response.StatusCode).ShouldBe(code);
        return JsonSerializer.Deserialize<Status>(await response.Content.ReadAsStringAsync(Cancel), KubeJson.Options)!;
    }
}
