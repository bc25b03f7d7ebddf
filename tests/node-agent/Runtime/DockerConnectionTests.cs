using System.Net.Sockets;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

public sealed class DockerConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("docker-connection").FullName;

    private string SocketPath => Path.Combine(_folder, "docker.sock");

    private DockerRuntime Runtime => new(SocketPath, "owner", "network", new ContainerOptions { RuntimeRequestTimeout = TimeSpan.FromMilliseconds(100) });

    [Fact]
    public async Task An_engine_that_takes_connections_and_never_answers_is_not_waited_for_without_end()
    {
        using var silent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        silent.Bind(new UnixDomainSocketEndPoint(SocketPath));
        silent.Listen(50);
        await using var runtime = Runtime;
        (string What, Func<Task> Ask)[] questions =
        [
            ("version", () => runtime.VersionAsync(default)),
            ("list", () => runtime.ListAsync(null, default)),
            ("events", async () => await runtime.EventsAsync(default).GetAsyncEnumerator().MoveNextAsync()),
            ("stop", () => runtime.StopAsync("x", TimeSpan.FromMilliseconds(1), default)),
            ("images", () => runtime.Images.ListAsync(default)),
            ("logs", () => runtime.Streams.LogsAsync("x", new LogQuery(), new MemoryStream(), default)),
            ("exec", () => runtime.Streams.ExecAsync("x", new ExecSpec(["true"]), default)),
            ("attach", () => runtime.Streams.AttachAsync("x", input: false, default)),
            ("prepare", () => runtime.PrepareAsync("10.0.0.0/24", default)),
        ];
        foreach (var (what, ask) in questions)
            (await Should.ThrowAsync<RuntimeException>(() => ask().WaitAsync(TimeSpan.FromSeconds(20)), what)).Message.ShouldBe("rpc error: code = DeadlineExceeded desc = context deadline exceeded");
    }

    [Fact]
    public async Task An_engine_that_is_not_there_is_told()
    {
        await using var runtime = Runtime;
        (await Should.ThrowAsync<RuntimeException>(() => runtime.VersionAsync(default))).Message.ShouldStartWith($"Docker Engine does not answer on {SocketPath}: ");
        (await Should.ThrowAsync<RuntimeException>(() => runtime.ListAsync(null, default))).Message.ShouldStartWith($"Docker Engine does not answer on {SocketPath}: ");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
