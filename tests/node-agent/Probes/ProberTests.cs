using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Probes;
using Orleans.Kube.NodeAgent.Runtime.Simulated;

namespace Orleans.Kube.NodeAgent.Tests.Probes;

/// <summary>What people read of probes that fail.</summary>
public sealed class ProberTests : IDisposable
{
    private readonly HttpProbe _http = new();
    private readonly Prober _prober;

    public ProberTests() => _prober = new Prober(new SimulatedRuntime(TimeProvider.System), _http, new GrpcProbe(TimeProvider.System));

    [Fact]
    public async Task A_port_that_nobody_listens_on_refuses()
    {
        var port = FreePort();
        (await LookAsync(new Probe { TcpSocket = new TCPSocketAction { Port = port } })).ShouldBe(ProbeOutcome.Failure($"dial tcp 127.0.0.1:{port}: connect: connection refused"));
        (await LookAsync(new Probe { HttpGet = new HTTPGetAction { Port = port, Path = "/healthz" } })).ShouldBe(ProbeOutcome.Failure($"Get \"http://127.0.0.1:{port}/healthz\": dial tcp 127.0.0.1:{port}: connect: connection refused"));
        (await LookAsync(new Probe { Grpc = new GRPCAction { Port = port } })).ShouldBe(ProbeOutcome.Failure($"timeout: failed to connect service \"127.0.0.1:{port}\" within 1s: context deadline exceeded"));
    }

    [Fact]
    public async Task Silence_is_told_in_the_words_of_each_kind()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        (await LookAsync(new Probe { HttpGet = new HTTPGetAction { Port = port, Path = "/" } }))
            .ShouldBe(ProbeOutcome.Failure($"Get \"http://127.0.0.1:{port}/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"));
        (await LookAsync(new Probe { Grpc = new GRPCAction { Port = port } })).ShouldBe(ProbeOutcome.Failure("timeout: health rpc did not complete within 1s"));
    }

    [Theory]
    [InlineData("web", "strconv.Atoi: parsing \"web\": invalid syntax")]
    [InlineData("0", "invalid port number: 0")]
    public async Task A_port_that_is_none_says_nothing_of_the_container(string port, string message)
    {
        Model.IntOrString given = port == "0" ? 0 : port;
        (await LookAsync(new Probe { TcpSocket = new TCPSocketAction { Port = given } })).ShouldBe(ProbeOutcome.Error(message));
        (await LookAsync(new Probe { HttpGet = new HTTPGetAction { Port = given } })).ShouldBe(ProbeOutcome.Error(message));
    }

    [Fact]
    public async Task A_command_that_cannot_be_tried_says_nothing_of_the_container() =>
        (await LookAsync(new Probe { Exec = new ExecAction { Command = ["true"] } })).IsError.ShouldBeTrue();

    [Theory]
    [InlineData(0, "", 1, "")]
    [InlineData(0, "", 2, "service unhealthy (responded with \"NOT_SERVING\")")]
    [InlineData(12, "unknown%20service", 0, "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service")]
    [InlineData(5, "no such service", 0, "error: health rpc probe failed: rpc error: code = NotFound desc = no such service")]
    [InlineData(4, "late", 0, "timeout: health rpc did not complete within 1s")]
    public async Task A_grpc_servers_answer_is_told(int status, string text, int health, string message)
    {
        await using var server = await ServeAsync(status, text, (byte)health);
        var port = new Uri(server.Urls.First()).Port;
        var outcome = await LookAsync(new Probe { Grpc = new GRPCAction { Port = port } });
        (outcome.IsSuccess, outcome.Message).ShouldBe((message.Length == 0, message));
    }

    public void Dispose() => _http.Dispose();

    private Task<ProbeOutcome> LookAsync(Probe probe) => _prober.LookAsync(probe, new Container { Name = "main" }, "id", "127.0.0.1", TestContext.Current.CancellationToken);

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static async Task<WebApplication> ServeAsync(int status, string text, byte health)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapPost("/grpc.health.v1.Health/Check", async context =>
        {
            context.Response.ContentType = "application/grpc";
            if (status == 0) await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 0x08, health });
            context.Response.AppendTrailer("grpc-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            context.Response.AppendTrailer("grpc-message", text);
        });
        await app.StartAsync();
        return app;
    }
}
