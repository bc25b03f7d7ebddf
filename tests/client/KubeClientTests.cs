using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Testing;

namespace Orleans.Kube.Client.Tests;

public sealed class KubeClientTests
{
    private readonly ScriptedServer _server = new();

    [Fact]
    public async Task A_list_is_read_page_by_page_until_it_is_whole()
    {
        _server.Answer("""{"metadata":{"resourceVersion":"9","continue":"next"},"items":[{"metadata":{"name":"a"}}]}""");
        _server.Answer("""{"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"b"}}]}""");

        var list = await Client().Of<Pod>().InNamespace("team").ListAsync();

        list.Items.Select(p => (p.Metadata.Name, p.Kind)).ShouldBe([("a", "Pod"), ("b", "Pod")]);
        _server.Asked.ShouldBe(["GET /api/v1/namespaces/team/pods?limit=500", "GET /api/v1/namespaces/team/pods?limit=500&continue=next"]);
    }

    [Fact]
    public async Task A_refusal_is_the_servers_status()
    {
        _server.Answer("""{"kind":"Status","reason":"NotFound","message":"pods \"a\" not found","code":404}""", HttpStatusCode.NotFound);
        var refusal = await Should.ThrowAsync<StatusException>(Client().Of<Pod>().InNamespace("team").GetAsync("a"));
        (refusal.Code, refusal.Message).ShouldBe((404, "pods \"a\" not found"));
    }

    [Fact]
    public async Task A_refusal_without_a_status_is_made_from_its_code()
    {
        _server.Answer("gateway", HttpStatusCode.ServiceUnavailable);
        (await Should.ThrowAsync<StatusException>(Client().GetTextAsync("/version"))).Reason.ShouldBe("ServiceUnavailable");
    }

    [Fact]
    public async Task A_throttled_request_is_tried_again_after_the_time_that_was_named()
    {
        var time = new FakeTime();
        _server.Answer("", HttpStatusCode.TooManyRequests, retryAfter: 3);
        _server.Answer("""{"metadata":{"name":"a"}}""");
        var getting = Client(time).Of<Pod>().InNamespace("team").GetAsync("a");

        getting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(3));

        (await getting).Metadata.Name.ShouldBe("a");
    }

    [Fact]
    public async Task Patches_name_their_media_type_and_manager()
    {
        _server.Answer("{}");
        await Client().Of<Pod>().InNamespace("team").PatchStatusAsync("a", PatchKind.StrategicMerge, new { status = new { } });
        _server.Asked.ShouldBe(["PATCH /api/v1/namespaces/team/pods/a/status?fieldManager=orleans-kube-client application/strategic-merge-patch+json"]);
    }

    [Fact]
    public async Task A_watch_goes_on_where_it_was_when_its_connection_ends()
    {
        _server.Answer("""{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"5"}}}""" + "\n" + """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"8"}}}""" + "\n");
        _server.Answer("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""" + "\n");
        var seen = new List<WatchEventType>();
        var watching = Should.ThrowAsync<StatusException>(async () =>
        {
            await foreach (var item in Client().Of<Pod>().WatchAsync(new ListOptions { ResourceVersion = "4" })) seen.Add(item.Type);
        });

        (await watching).Code.ShouldBe(410);
        seen.ShouldBe([WatchEventType.Added, WatchEventType.Bookmark]);
        _server.Asked.Last().ShouldContain("resourceVersion=8");
    }

    [Fact]
    public void Waits_double_up_to_the_longest_and_spread()
    {
        var backOff = new BackOff { Initial = TimeSpan.FromSeconds(1), Maximum = TimeSpan.FromSeconds(5), Jitter = 0.5 };
        new[] { 1, 2, 3, 4, 60 }.Select(n => backOff.After(n, 0).TotalSeconds).ShouldBe([1, 2, 4, 5, 5]);
        backOff.After(1, 1).ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    private KubeClient Client(TimeProvider? time = null) =>
        new(new Uri("http://server"), _server, new KubeClientOptions { TimeProvider = time ?? TimeProvider.System, BackOff = new BackOff { Initial = TimeSpan.Zero } });

    /// <summary>Answers requests from a list, in order.</summary>
    private sealed class ScriptedServer : HttpMessageHandler
    {
        private readonly ConcurrentQueue<HttpResponseMessage> _answers = new();

        public List<string> Asked { get; } = [];

        public void Answer(string body, HttpStatusCode code = HttpStatusCode.OK, int retryAfter = 0)
        {
            var answer = new HttpResponseMessage(code) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            if (retryAfter > 0) answer.Headers.Add("Retry-After", retryAfter.ToString());
            _answers.Enqueue(answer);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var type = request.Content?.Headers.ContentType is { } given ? $" {given}" : "";
            Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}{type}");
            return Task.FromResult(_answers.TryDequeue(out var answer) ? answer : throw new InvalidOperationException("no answer is left"));
        }
    }
}
