using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Http;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Simulated;
using Orleans.Kube.NodeAgent.Tests.Fakes;

namespace Orleans.Kube.NodeAgent.Tests.Http;

/// <summary>What kubelet's lesser paths answer.</summary>
public sealed class KubeletPathsTests
{
    private static readonly PodIdentity Identity = new("default", "web", "uid-1");

    [Theory]
    [InlineData(null, "", 200, "ok")]
    [InlineData("ping", "", 200, "ok")]
    [InlineData("sync", "", 500, "internal server error: late\n")]
    [InlineData("other", "", 404, "404 page not found\n")]
    [InlineData(null, "?verbose", 200, "[+]ping ok\nhealthz check passed\n", 1)]
    [InlineData(null, "", 500, "[+]ping ok\n[-]sync failed: reason withheld\nhealthz check failed\n", 2)]
    [InlineData(null, "?verbose&exclude=sync&exclude=b&exclude=a", 200, "[+]ping ok\n[+]sync excluded: ok\nwarn: some health checks cannot be excluded: no matches for \"a\",\"b\"\nhealthz check passed\n", 2)]
    public async Task Health_is_told_of_as_a_whole_and_by_checks(string? check, string query, int code, string text, int checks = 0)
    {
        (string, Func<string?>)[] all = [("ping", static () => null), ("sync", static () => "late")];
        var handler = new HealthHandler(checks == 0 ? check is null ? all[..1] : all : all[..checks]);
        (await AnswerAsync(handler.HandleAsync, query, ("check", check))).ShouldBe((code, text));
    }

    [Theory]
    [InlineData("other", "main", 0, "", 404, "pod does not exist")]
    [InlineData("web", "other", 0, "", 500, "container not found (\"other\")")]
    [InlineData("web", "main", 0, "done", 200, "done")]
    [InlineData("web", "main", 1, "some trouble", 500, "command 'ls -l /' exited with 1:  trouble")]
    public async Task A_command_is_run(string pod, string container, int exitCode, string output, int code, string text)
    {
        var lookup = await LookupAsync();
        var handler = new ProcessHandler(lookup, new OneCommand(exitCode, output));
        (await AnswerAsync(handler.RunAsync, "?cmd=ls+-l+/", ("ns", "default"), ("pod", pod), ("container", container))).ShouldBe((code, text));
    }

    [Theory]
    [InlineData("other", "main", "", 404, "pod does not exist")]
    [InlineData("web", "other", "", 404, "container other does not exist")]
    [InlineData("web", "main", "?timeout=soon", 404, "cannot parse value of timeout parameter")]
    [InlineData("web", "late", "", 500, "checkpointing of default/web/late failed (container late not found)")]
    [InlineData("web", "main", "?timeout=3", 500, "checkpointing of default/web/main failed (rpc error: code = Unimplemented desc = method CheckpointContainer not implemented)")]
    public async Task Checkpoints_are_refused_as_by_a_runtime_that_has_none(string pod, string container, string query, int code, string text)
    {
        var handler = new CheckpointHandler(await LookupAsync());
        (await AnswerAsync(handler.HandleAsync, query, ("ns", "default"), ("pod", pod), ("container", container))).ShouldBe((code, text));
    }

    [Fact]
    public void Pods_that_run_are_told_of_by_what_the_runtime_knows()
    {
        RuntimeContainer sandbox = new() { Id = "s", Pod = Identity, State = RuntimeState.Running };
        var pods = RunningPods.Of(
        [
            sandbox, sandbox with { Id = "a", Name = "main", Image = "image:1" }, sandbox with { Id = "b", Name = "setup", State = RuntimeState.Exited },
            sandbox with { Id = "c", Pod = new("default", "over", "uid-2"), State = RuntimeState.Exited }, sandbox with { Id = "d", Pod = new("default", "empty", "uid-3") },
        ]);
        pods.Select(static p => $"{p.Metadata.Name} {p.Metadata.Uid} {string.Join(',', p.Spec.Containers.Select(static c => $"{c.Name}={c.Image}"))}").ShouldBe(["empty uid-3 ", "web uid-1 main=image:1"]);
    }

    private static async Task<ContainerLookup> LookupAsync()
    {
        var runtime = new SimulatedRuntime(TimeProvider.System);
        await runtime.Images.PullAsync("image:1", null, CancellationToken.None);
        var sandbox = await runtime.RunSandboxAsync(new SandboxSpec { Pod = Identity, Hostname = "web" }, CancellationToken.None);
        var image = (await runtime.Images.FindAsync("image:1", CancellationToken.None))!;
        var id = await runtime.CreateContainerAsync(new ContainerSpec { Pod = Identity, Name = "main", SandboxId = sandbox, Image = "image:1", ImageId = image.Id }, CancellationToken.None);
        await runtime.StartContainerAsync(id, CancellationToken.None);
        var pod = new Pod { Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "uid-1" }, Spec = new PodSpec { Containers = [new Container { Name = "main" }, new Container { Name = "late" }] } };
        return new ContainerLookup((ns, name) => (ns, name) == ("default", "web") ? pod : null, runtime);
    }

    private static async Task<(int Code, string Text)> AnswerAsync(RequestDelegate handler, string query, params (string Name, string? Value)[] path)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        foreach (var (name, value) in path) context.Request.RouteValues[name] = value;
        using var body = new MemoryStream();
        context.Response.Body = body;
        await handler(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }
}
