using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Streaming;
using Orleans.Kube.Silo.Streaming.Proxy;
using Orleans.Kube.Silo.Streaming.Spdy;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

/// <summary>The streaming parts behind a plain HTTP server: tunnels at <c>/tunnel/NODE</c>, everything else goes to the node <c>n1</c>, what is beneath <c>/proxy</c> as through a proxy.</summary>
internal sealed class StreamingServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ServerLifetime _lifetime = new();

    private StreamingServer(StreamOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static k =>
        {
            k.Listen(IPAddress.Loopback, 0);
            k.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        _web = builder.Build();
        _web.Run(HandleAsync);
        Tunnels = new NodeTunnels(options, _lifetime);
        Client = new NodeClient(Tunnels, options);
        Proxy = new NodeProxy(Client, options);
        Commands = new RemoteCommand(new NodeSockets(Client, options), options);
        Forwarding = new PortForwarding(new NodeSockets(Client, options), options);
    }

    public NodeTunnels Tunnels { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>The same for clients that speak HTTP/2 alone.</summary>
    public Uri Http2Address { get; private set; } = null!;

    private NodeClient Client { get; }

    private NodeProxy Proxy { get; }

    private RemoteCommand Commands { get; }

    private PortForwarding Forwarding { get; }

    public static async Task<StreamingServer> StartAsync(StreamOptions? options = null)
    {
        var server = new StreamingServer(options ?? new StreamOptions());
        await server._web.StartAsync(TestContext.Current.CancellationToken);
        Uri[] bound = [.. server._web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(static address => new Uri(address))];
        (server.Address, server.Http2Address) = (bound[0], bound[1]);
        return server;
    }

    public void BeginToStop() => _lifetime.Stop();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _web.StopAsync(now.Token);
        await _web.DisposeAsync();
        Client.Dispose();
        _lifetime.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            var path = context.Request.Path.Value!;
            if (path.StartsWith("/tunnel/", StringComparison.Ordinal)) await Tunnels.AcceptAsync(context, path["/tunnel/".Length..]);
            else if (SpdyUpgrade.IsAsked(context.Request) && path.StartsWith("/portForward", StringComparison.Ordinal)) await Forwarding.RunAsync(context, "n1", path);
            else if (SpdyUpgrade.IsAsked(context.Request)) await Commands.RunAsync(context, "n1", path, streams: 3);
            else if (path.StartsWith("/proxy/", StringComparison.Ordinal)) await Proxy.ForwardAsync(context, "n1", path["/proxy".Length..], errorsAsStatus: false, new ProxiedLinks("/proxy", context.Request.Path.ToUriComponent()["/proxy".Length..] + context.Request.QueryString, "", ""));
            else await Proxy.ForwardAsync(context, "n1", path + context.Request.QueryString, errorsAsStatus: true);
        }
        catch (StatusException refusal) when (!context.Response.HasStarted)
        {
            await Answer.WriteFailureAsync(context, refusal.Status);
        }
    }
}
