using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Probes;
using Orleans.Kube.NodeAgent.Tests.Fakes;

namespace Orleans.Kube.NodeAgent.Tests.Probes;

public sealed class HttpProbeTests : IDisposable
{
    private readonly HttpListener _server = new();
    private readonly HttpProbe _probe = new();
    private readonly List<string?> _authorizations = [];
    private readonly int _port;

    public HttpProbeTests()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _server.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _server.Start();
        _ = AnswerAsync();
    }

    [Theory]
    [InlineData("/200", true, "")]
    [InlineData("/500", false, "HTTP probe failed with statuscode: 500")]
    [InlineData("/to?/200", true, "")]
    [InlineData("/to?/to?/500", false, "HTTP probe failed with statuscode: 500")]
    [InlineData("/to?http://other.example/200", true, "Probe terminated redirects, Response body: elsewhere")]
    public async Task Redirects_are_followed_on_the_same_host(string path, bool isSuccess, string message) =>
        (await AskAsync(path)).ShouldBe(new ProbeOutcome(isSuccess, message));

    [Fact]
    public async Task Of_a_hook_any_answer_is_a_success()
    {
        (await CallAsync("/500", "127.0.0.1")).ShouldBe(ProbeOutcome.Success);
        (await CallAsync("/200", "no such host")).IsSuccess.ShouldBeFalse();

        Task<ProbeOutcome> CallAsync(string path, string host) =>
            _probe.CallAsync(new HTTPGetAction { Path = path, Host = host, Port = _port }, new Container { Name = "main" }, "127.0.0.1", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_hook_over_TLS_is_tried_again_where_plain_HTTP_is_the_answer()
    {
        var (events, metrics) = (new RecordedEvents(), new AgentMetrics());
        var hooks = new LifecycleHooks(null!, _probe, events, metrics, TimeProvider.System);
        var get = new HTTPGetAction { Path = "/authorization", Port = _port, Scheme = "HTTPS", HttpHeaders = [new HTTPHeader { Name = "authorization", Value = "Bearer x" }] };

        (await hooks.RunAsync(new LifecycleHandler { HttpGet = get }, new Pod(), new Container { Name = "main" }, "", "127.0.0.1", TestContext.Current.CancellationToken)).ShouldBeNull();

        events.All.ShouldBe([$"Warning LifecycleHTTPFallback: request to HTTPS lifecycle hook 127.0.0.1:{_port} got HTTP response, retry with HTTP succeeded"]);
        _authorizations.ShouldBe([null]);
        var text = new MetricText();
        metrics.Write(text);
        text.ToString().ShouldContain("kubelet_lifecycle_handler_http_fallbacks_total 1\n");
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData(HttpProtocols.Http2, "HTTP/2")]
    public async Task Over_TLS_the_server_chooses_the_version(HttpProtocols spoken, string version)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=pod", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.UseHttps(certificate);
            listen.Protocols = spoken;
        }));
        await using var app = builder.Build();
        var seen = new List<string>();
        app.Run(context =>
        {
            seen.Add($"{context.Request.Protocol} {context.Request.Headers.UserAgent}");
            return Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var get = new HTTPGetAction { Path = "/", Port = new Uri(app.Urls.First()).Port, Scheme = "HTTPS" };

        for (var i = 0; i < 3; i++)
            (await _probe.GetAsync(get, new Container { Name = "main" }, "127.0.0.1", TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(ProbeOutcome.Success);

        seen.ShouldBe(Enumerable.Repeat($"{version} kube-probe/1.33", 3));
    }

    [Fact]
    public async Task A_probe_over_TLS_is_not()
    {
        var get = new HTTPGetAction { Path = "/200", Port = _port, Scheme = "HTTPS" };
        (await _probe.GetAsync(get, new Container { Name = "main" }, "127.0.0.1", TestContext.Current.CancellationToken))
            .ShouldBe(ProbeOutcome.Failure($"Get \"https://127.0.0.1:{_port}/200\": http: server gave HTTP response to HTTPS client"));
    }

    [Fact]
    public async Task Redirects_in_a_circle_end() => (await AskAsync("/circle")).Message.ShouldEndWith("stopped after 10 redirects");

    [Fact]
    public async Task An_address_that_is_none_is_a_failure()
    {
        var outcome = await AskAsync("/200", host: "no such host");
        outcome.IsSuccess.ShouldBeFalse();
        outcome.Message.ShouldStartWith("Get \"http://");
    }

    [Fact]
    public async Task Of_an_answer_that_breaks_off_nothing_is_known()
    {
        var outcome = await AskAsync("/cut");
        (outcome.State, outcome.Message).ShouldBe(("failure", "unexpected EOF"));
    }

    // k8s.io/kubernetes/pkg/probe/http: TestHTTPProbeChecker.
    [Theory]
    [InlineData("", "Accept: */*|Connection: close|Host: 127.0.0.1|User-Agent: kube-probe/1.33")]
    [InlineData("Accept-Encoding: gzip", "Accept-Encoding: gzip|Accept: */*|Connection: close|Host: 127.0.0.1|User-Agent: kube-probe/1.33")]
    [InlineData("User-Agent: foo/1.0|accept: text/html", "Accept: text/html|Connection: close|Host: 127.0.0.1|User-Agent: foo/1.0")]
    [InlineData("User-Agent: |Accept: ", "Connection: close|Host: 127.0.0.1")]
    [InlineData("Host: muffins.cupcakes.org|X-Muffins: 1", "Accept: */*|Connection: close|Host: muffins.cupcakes.org|User-Agent: kube-probe/1.33|X-Muffins: 1")]
    [InlineData("Content-Type: text/html|Content-Length: 9", "Accept: */*|Connection: close|Content-Type: text/html|Host: 127.0.0.1|User-Agent: kube-probe/1.33")]
    public async Task Headers_are_those_that_kubelet_sends(string headers, string expected)
    {
        using var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var get = new HTTPGetAction { Path = "/", Port = server.Port, HttpHeaders = [.. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(static h => h.Split(": ")).Select(static h => new HTTPHeader { Name = h[0], Value = h[1] })] };
        (await AskAsync(get)).IsSuccess.ShouldBeTrue();
        var sent = (await server.Request).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Where(static h => !h.StartsWith("Content-Length", StringComparison.Ordinal));
        string.Join('|', sent.Select(h => h.Replace($":{server.Port}", "", StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase)).ShouldBe(expected, StringCompareShould.IgnoreCase);
    }

    [Theory]
    [InlineData("/a/../b?x=%41", "/a/../b?x=%41")]
    [InlineData("/a b/%41#x", "/a%20b/%41")]
    [InlineData("health", "/health")]
    public async Task The_path_is_asked_for_as_it_was_written(string path, string asked)
    {
        using var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        (await AskAsync(new HTTPGetAction { Path = path, Port = server.Port })).IsSuccess.ShouldBeTrue();
        (await server.Request).ShouldStartWith($"GET {asked} HTTP/1.1\r\n");
    }

    [Fact]
    public async Task Where_a_connection_ends_without_an_answer_that_is_what_is_told()
    {
        using var server = new OneAnswer("");
        (await AskAsync(new HTTPGetAction { Path = "/", Port = server.Port })).ShouldBe(ProbeOutcome.Failure($"Get \"http://127.0.0.1:{server.Port}/\": EOF"));
    }

    // k8s.io/kubernetes/pkg/probe/http: TestFormatURL, and what Go's addresses are written as.
    [Theory]
    [InlineData("", "localhost", "", "http://localhost:93")]
    [InlineData("HTTPS", "localhost", "/path", "https://localhost:93/path")]
    [InlineData("", "localhost", "?foo", "http://localhost:93?foo")]
    [InlineData("HTTPS", "localhost", "/path?bar", "https://localhost:93/path?bar")]
    [InlineData("", "", "//elsewhere/path", "http://10.0.0.1:93/path")]
    [InlineData("", "::1", "/100%", "http://[::1]:93/100%25")]
    public void Addresses_are_written_as_Go_writes_them(string scheme, string host, string path, string expected) =>
        ProbeUrl.Text(new HTTPGetAction { Scheme = scheme, Host = host, Path = path, Port = 93 }, new Container(), "10.0.0.1").ShouldBe(expected);

    public void Dispose()
    {
        _server.Close();
        _probe.Dispose();
    }

    private Task<ProbeOutcome> AskAsync(string path, string host = "") =>
        _probe.GetAsync(new HTTPGetAction { Path = path, Host = host, Port = _port }, new Container { Name = "main" }, "127.0.0.1", TestContext.Current.CancellationToken);

    private Task<ProbeOutcome> AskAsync(HTTPGetAction get) => _probe.GetAsync(get, new Container { Name = "main" }, "127.0.0.1", TestContext.Current.CancellationToken);

    private async Task AnswerAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _server.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var path = context.Request.RawUrl!;
            if (path == "/cut")
            {
                context.Response.Redirect("http://other.example/");
                context.Response.ContentLength64 = 100;
                context.Response.OutputStream.Write("else"u8);
                context.Response.OutputStream.Flush();
                context.Response.Abort();
                continue;
            }

            if (path == "/circle") context.Response.Redirect("/circle");
            else if (path.StartsWith("/to?", StringComparison.Ordinal)) context.Response.Redirect(path[4..]);
            else if (path == "/authorization") _authorizations.Add(context.Request.Headers["Authorization"]);
            else context.Response.StatusCode = int.Parse(path[1..]);
            context.Response.OutputStream.Write("elsewhere"u8);
            context.Response.Close();
        }
    }
}
