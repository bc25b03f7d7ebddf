using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.NodeAgent.Agent;

namespace Orleans.Kube.NodeAgent.Tests.Agent;

public sealed class PodStatusReporterTests : IAsyncDisposable
{
    private static readonly Pod Web = new() { Metadata = new ObjectMeta { Name = "web", Namespace = "shop", Uid = "u1" } };

    private readonly SlowServer _server = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly PodStatusReporter _reporter;
    private readonly Task _running;

    public PodStatusReporterTests()
    {
        var client = new KubeClient(new Uri("http://server"), _server, new KubeClientOptions { BackOff = new BackOff { Initial = TimeSpan.Zero } });
        _reporter = new PodStatusReporter(client, TimeProvider.System, NullLogger<PodStatusReporter>.Instance);
        _running = _reporter.RunAsync(_ended.Token);
    }

    [Fact]
    public async Task A_status_waits_for_the_answer_to_the_one_before_so_that_it_is_the_last()
    {
        Report("one");
        var first = await _server.NextAsync();
        Report("two");
        Report("three");
        await Task.Yield();
        _server.Waiting.ShouldBe(0);

        first.Answer();
        var second = await _server.NextAsync();

        (first.Message, second.Message).ShouldBe(("one", "three"));
        second.Answer();
    }

    [Fact]
    public async Task What_was_written_is_not_written_again_but_what_comes_back_after_another_is()
    {
        Report("one");
        (await _server.NextAsync()).Answer();
        Report("one");
        Report("two");
        var second = await _server.NextAsync();
        Report("one");
        second.Answer();
        var third = await _server.NextAsync();

        (second.Message, third.Message).ShouldBe(("two", "one"));
        third.Answer();
    }

    [Fact]
    public async Task What_a_condition_no_longer_says_is_taken_back()
    {
        Report(new PodCondition { Type = "Ready", Status = "False", Reason = "ContainersNotReady", Message = "containers with unready status: [c]" });
        (await _server.NextAsync()).Answer();
        Report(new PodCondition { Type = "Ready", Status = "True" });
        var second = await _server.NextAsync();

        second.Body!["status"]!["conditions"]!.ToJsonString().ShouldBe("""[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null,"reason":null,"message":null}]""");
        second.Answer();

        void Report(PodCondition condition) => _reporter.Report(Web, new PodStatus { Conditions = [condition] });
    }

    [Theory]
    [InlineData(5, "Running", "True", false)]
    [InlineData(4, "Running", "False", false)]
    [InlineData(6, "Running", "True", false)]
    [InlineData(6, "Running", "False", true)]
    [InlineData(6, "Pending", "True", true)]
    [InlineData(6, "Failed", "False", false)]
    public async Task What_another_wrote_over_is_written_again_unless_it_is_an_end(long revision, string phase, string ready, bool again)
    {
        var status = new PodStatus { Phase = "Running", Conditions = [new PodCondition { Type = "Ready", Status = "True" }] };
        _reporter.Report(Web, status);
        (await _server.NextAsync()).Answer(revision: 5);
        _reporter.Report(Web, status);
        await Task.Yield();

        _reporter.See(Web with
        {
            Metadata = Web.Metadata with { ResourceVersion = $"{revision}" }, Status = status with { Phase = phase, Conditions = [new PodCondition { Type = "Ready", Status = ready }] },
        });
        if (!again) _reporter.Report(Web, new PodStatus { Message = "next" });
        var next = await _server.NextAsync();

        next.Message.ShouldBe(again ? null : "next");
        next.Answer(revision: 7);
        _server.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task New_addresses_take_the_place_of_the_old_which_would_merge_by_themselves()
    {
        Report("10.244.0.2");
        (await _server.NextAsync()).Answer();
        Report("10.244.0.3");
        var second = await _server.NextAsync();

        second.Body!["status"]!["podIPs"]!.ToJsonString().ShouldBe("""[{"$patch":"replace"},{"ip":"10.244.0.3"}]""");
        second.Body!["status"]!["hostIPs"]!.ToJsonString().ShouldBe("""[{"$patch":"replace"},{"ip":"192.0.2.1"}]""");
        second.Answer();

        void Report(string address) =>
            _reporter.Report(Web, new PodStatus { PodIP = address, PodIPs = [new PodIP { Ip = address }], HostIPs = [new HostIP { Ip = "192.0.2.1" }] });
    }

    [Fact]
    public async Task A_write_that_fails_is_tried_again_with_what_is_newest_then()
    {
        Report("one");
        var first = await _server.NextAsync();
        Report("two");
        first.Answer(HttpStatusCode.InternalServerError);

        var second = await _server.NextAsync();

        second.Message.ShouldBe("two");
        second.Answer();
    }

    [Fact]
    public async Task The_last_status_is_written_after_all_others_and_then_the_pod_goes()
    {
        Report("one");
        var first = await _server.NextAsync();
        var finished = _reporter.FinishAsync(Web, new PodStatus { Message = "end" }, _ended.Token);
        Report("late");
        await Task.Yield();
        _server.Waiting.ShouldBe(0);

        first.Answer();
        var last = await _server.NextAsync();
        last.Answer();
        var deletion = await _server.NextAsync();
        deletion.Answer();
        await finished;

        (last.Message, deletion.Method).ShouldBe(("end", HttpMethod.Delete));
        _server.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_written_for_a_pod_whose_name_another_one_has()
    {
        Report("one");
        (await _server.NextAsync()).Refuse(Failures.Invalid("", "Pod", "web", [FieldError.Invalid("metadata.uid", "u1", "field is immutable")]));
        var finished = _reporter.FinishAsync(Web, new PodStatus { Message = "end" }, _ended.Token);
        var last = await _server.NextAsync();
        last.Refuse(Failures.Invalid("", "Pod", "web", [FieldError.Invalid("metadata.uid", "u1", "field is immutable")]));
        await finished.WaitAsync(TimeSpan.FromSeconds(20));

        last.Message.ShouldBe("end");
        _server.Waiting.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
        _server.Dispose();
    }

    private void Report(string message) => _reporter.Report(Web, new PodStatus { Message = message });

    private sealed record Exchange(HttpMethod Method, JsonNode? Body, TaskCompletionSource<HttpResponseMessage> Response)
    {
        public string? Message => (string?)Body?["status"]?["message"];

        public void Refuse(StatusException failure) => Response.SetResult(new HttpResponseMessage((HttpStatusCode)failure.Code)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(failure.Status, KubeJson.Options)),
        });

        public void Answer(HttpStatusCode code = HttpStatusCode.OK, long revision = 0) => Response.SetResult(new HttpResponseMessage(code)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(
                code == HttpStatusCode.OK ? $$$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","resourceVersion":"{{{revision}}}"}}""" : "no")),
        });
    }

    /// <summary>Answers when the test says so.</summary>
    private sealed class SlowServer : HttpMessageHandler
    {
        private readonly Channel<Exchange> _asked = Channel.CreateUnbounded<Exchange>();

        public int Waiting => _asked.Reader.Count;

        public async Task<Exchange> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await _asked.Reader.ReadAsync(patience.Token);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
            var exchange = new Exchange(request.Method, body, new TaskCompletionSource<HttpResponseMessage>());
            _asked.Writer.TryWrite(exchange);
            return await exchange.Response.Task.WaitAsync(cancellationToken);
        }
    }
}
