using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Silo.Streaming;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

/// <summary>An agent that answers what its handler says: an ordinary HTTP server, and tunnels that lead from the API server to it.</summary>
internal sealed class FakeAgent : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Uri _server;
    private readonly string _node;

    private FakeAgent(WebApplication web, Uri server, string node) => (_web, _server, _node) = (web, server, node);

    private int Port => new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<FakeAgent> StartAsync(Uri server, string node, RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static k => k.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        web.UseWebSockets();
        web.Run(handler);
        await web.StartAsync(TestContext.Current.CancellationToken);
        return new FakeAgent(web, server, node);
    }

    /// <summary>Opens a tunnel and returns once the API server has accepted it. The result is the agent's end.</summary>
    public async Task<Socket> OpenTunnelAsync()
    {
        var tunnel = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await tunnel.ConnectAsync(_server.Host, _server.Port, TestContext.Current.CancellationToken);
        await tunnel.SendAsync(Encoding.ASCII.GetBytes($"GET /tunnel/{_node} HTTP/1.1\r\nHost: api\r\nConnection: Upgrade\r\nUpgrade: {NodeTunnels.Protocol}\r\n\r\n"));
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await tunnel.ReceiveAsync(one, TestContext.Current.CancellationToken) > 0) answer.Append((char)one[0]);
        return answer.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? tunnel : throw new IOException(answer.ToString());
    }

    /// <summary>Opens a tunnel on which the agent answers one connection's requests.</summary>
    public async Task ServeTunnelAsync()
    {
        var tunnel = new NetworkStream(await OpenTunnelAsync(), ownsSocket: true);
        _ = RelayAsync(tunnel);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _web.StopAsync(now.Token);
        await _web.DisposeAsync();
    }

    private async Task RelayAsync(NetworkStream tunnel)
    {
        using var backend = new TcpClient { NoDelay = true };
        await backend.ConnectAsync(IPAddress.Loopback, Port);
        await using (tunnel) await StreamPair.RelayAsync(tunnel, backend.GetStream(), null, CancellationToken.None);
    }
}
