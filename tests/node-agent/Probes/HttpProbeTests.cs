using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Probes;

namespace Orleans.Kube.NodeAgent.Tests.Probes;

public sealed class HttpProbeTests : IDisposable
{
    private readonly HttpListener _server = new();
    private readonly HttpProbe _probe = new();
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
    public async Task Redirects_in_a_circle_end() => (await AskAsync("/circle")).Message.ShouldEndWith("stopped after 10 redirects");

    [Fact]
    public async Task An_answer_that_breaks_off_and_an_address_that_is_none_are_failures()
    {
        foreach (var outcome in (ProbeOutcome[])[await AskAsync("/cut"), await AskAsync("/200", host: "no such host")])
        {
            outcome.IsSuccess.ShouldBeFalse();
            outcome.Message.ShouldStartWith("Get \"http://");
        }
    }

    public void Dispose()
    {
        _server.Close();
        _probe.Dispose();
    }

    private Task<ProbeOutcome> AskAsync(string path, string host = "") =>
        _probe.GetAsync(new HTTPGetAction { Path = path, Host = host, Port = _port }, new Container { Name = "main" }, "127.0.0.1", TestContext.Current.CancellationToken);

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
            else context.Response.StatusCode = int.Parse(path[1..]);
            context.Response.OutputStream.Write("elsewhere"u8);
            context.Response.Close();
        }
    }
}
