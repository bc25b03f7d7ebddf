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
using Orleans.Kube.NodeAgent.Tests.Fakes;

namespace Orleans.Kube.NodeAgent.Tests.Probes;

/// <summary>What people read of probes that fail.</summary>
public sealed class ProberTests : IDisposable
{
    private readonly HttpProbe _http = new();
    private readonly Prober _prober;

    public ProberTests() => _prober = new Prober(new SimulatedRuntime(TimeProvider.System).Streams, _http, new GrpcProbe(TimeProvider.System));

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
        (await LookAsync(new Probe { Grpc = new GRPCAction { Port = port } })).ShouldBe(ProbeOutcome.Failure($"timeout: failed to connect service \"127.0.0.1:{port}\" within 1s: context deadline exceeded"));
    }

    [Fact]
    public async Task A_host_that_there_is_not_is_told() =>
        (await LookAsync(new Probe { TcpSocket = new TCPSocketAction { Host = "nowhere.invalid", Port = 80 }, TimeoutSeconds = 10 })).ShouldBe(ProbeOutcome.Failure("dial tcp: lookup nowhere.invalid: no such host"));

    [Fact]
    public async Task A_body_that_does_not_end_in_time_says_nothing_of_the_container()
    {
        await using var server = await ServeAsync(static app => app.MapGet("/", static async context =>
        {
            await context.Response.WriteAsync("a start");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        }), HttpProtocols.Http1);
        (await LookAsync(new Probe { HttpGet = new HTTPGetAction { Port = new Uri(server.Urls.First()).Port, Path = "/" } }))
            .ShouldBe(ProbeOutcome.Error("context deadline exceeded (Client.Timeout or context cancellation while reading body)", "failure"));
    }

    [Theory]
    [InlineData(0, "fine", true, null, "")]
    [InlineData(1, "out err", false, null, "out err")]
    [InlineData(126, "OCI runtime exec failed: exec failed: none", false, "unknown", "rpc error: code = Unknown desc = failed to exec in container: OCI runtime exec failed: exec failed: none")]
    [InlineData(127, "sh: foo: not found", false, null, "sh: foo: not found")]
    public async Task A_command_is_judged_by_its_end(int code, string output, bool isSuccess, string? state, string message)
    {
        var outcome = await LookAsync(new OneCommand(code, output), new ExecAction { Command = ["x"] });
        (outcome.IsSuccess, outcome.State, outcome.Message).ShouldBe((isSuccess, state, message));
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended()
    {
        var command = new OneCommand(null, "");
        (await LookAsync(command, new ExecAction { Command = ["sh", "-c", "echo \"x\""] })).ShouldBe(ProbeOutcome.Failure("command timed out: \"sh -c echo \\\"x\\\"\" timed out after 1s"));
        command.IsKilled.ShouldBeTrue();
    }

    [Fact]
    public async Task The_name_of_a_grpc_service_may_be_long()
    {
        await using var server = await ServeAsync(0, "", 1);
        (await LookAsync(new Probe { Grpc = new GRPCAction { Port = new Uri(server.Urls.First()).Port, Service = new string('s', 300) } })).ShouldBe(ProbeOutcome.Success);
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

    private Task<ProbeOutcome> LookAsync(OneCommand command, ExecAction exec) => new Prober(command, _http, new GrpcProbe(TimeProvider.System))
        .LookAsync(new Probe { Exec = exec }, new Container { Name = "main" }, "id", "127.0.0.1", TestContext.Current.CancellationToken);

    private Task<ProbeOutcome> LookAsync(Probe probe) => _prober.LookAsync(probe, new Container { Name = "main" }, "id", "127.0.0.1", TestContext.Current.CancellationToken);

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static Task<WebApplication> ServeAsync(int status, string text, byte health) => ServeAsync(app => app.MapPost("/grpc.health.v1.Health/Check", async context =>
    {
        context.Response.ContentType = "application/grpc";
        if (status == 0) await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 0x08, health });
        context.Response.AppendTrailer("grpc-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        context.Response.AppendTrailer("grpc-message", text);
    }), HttpProtocols.Http2);

    private static async Task<WebApplication> ServeAsync(Action<WebApplication> map, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}
