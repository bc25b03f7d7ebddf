using System.Net.NetworkInformation;
using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Routes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;
using Orleans.Kube.NodeAgent.Tests.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

[Trait("Category", "docker")]
public sealed class DockerRuntimeTests : ContainerRuntimeConformance, IAsyncLifetime
{
    private readonly string _network = $"orleans-kube-test-{Guid.NewGuid():N}"[..28];
    private readonly string _range = $"10.{Random.Shared.Next(100, 140)}.{Random.Shared.Next(0, 250)}.0/24";
    private readonly string _logs = Directory.CreateTempSubdirectory("runtime-logs-").FullName;
    private readonly DockerRuntime _runtime;

    public DockerRuntimeTests() => _runtime = new DockerRuntime("/var/run/docker.sock", Guid.NewGuid().ToString("N"), _network, new ContainerOptions { LogFolder = _logs });

    protected override IContainerRuntime Runtime => _runtime;

    protected override string Image => TestImages.Busybox;

    public async ValueTask InitializeAsync()
    {
        await TestImages.EnsureAsync();
        await _runtime.PrepareAsync(_range, CancellationToken.None);
    }

    [Fact]
    public async Task Sandboxes_answer_at_addresses_of_their_own_also_those_with_ports_on_the_machine()
    {
        var first = await RunAsync();
        var second = await RunAsync(new ContainerPort { ContainerPortValue = 80, HostPort = Random.Shared.Next(20000, 30000) });
        var third = await RunAsync();

        new[] { first.Address, second.Address, third.Address }.Distinct().Count().ShouldBe(3);
        foreach (var sandbox in new[] { first, second, third }) (await AnswersAsync(sandbox.Address)).ShouldBeTrue();
    }

    [Fact]
    public async Task Sandboxes_reach_themselves_by_way_of_the_bridge()
    {
        await RunAsync();
        await RunAsync(new ContainerPort { ContainerPortValue = 80, HostPort = Random.Shared.Next(30000, 32000) });

        var bridge = (await NetworkCommand.RunAsync("ip", $"-o -4 addr show to {_range}")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        var devices = (await NetworkCommand.RunAsync("ip", $"-d -o link show master {bridge}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        devices.Length.ShouldBe(2);
        devices.ShouldAllBe(static d => d.Contains(" hairpin on "));
    }

    [Fact]
    public async Task What_the_kernel_tells_of_a_container_is_what_Docker_tells()
    {
        var pod = new PodIdentity("default", $"pod-{Guid.NewGuid():N}"[..12], Guid.NewGuid().ToString());
        var sandbox = await _runtime.RunSandboxAsync(new SandboxSpec { Pod = pod, Hostname = "host" }, default);
        var id = await _runtime.CreateContainerAsync(
            new ContainerSpec
            {
                Pod = pod, Name = "main", SandboxId = sandbox, Image = Image, ImageId = (await _runtime.Images.FindAsync(Image, default))!.Id,
                Command = ["sh", "-c", "dd if=/dev/zero of=/tmp/file bs=65536 count=64; sleep 1000 & sleep 1000"], Resources = new ContainerResources { CpuQuota = 50_000, Memory = 64 << 20 },
            }, default);
        await _runtime.StartContainerAsync(id, default);
        var container = (await _runtime.ListAsync(pod.Uid, default)).First(c => c.Id == id);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (_runtime.Streams.Files(container) is not { Processes: 2 } || !await IsIdleAsync(container)) await Task.Delay(50, limit.Token);

        ContainerUsage told, read;
        // A period may end, or a page be charged, between two looks.
        do (told, read) = (await AskAsync(), (await _runtime.Streams.UsageAsync(container, default))!);
        while (Counted(told) != Counted(await AskAsync()));

        Counted(read).ShouldBe(Counted(told));
        // The kernel charges memory in lots, and gives what is left of them back when it likes.
        foreach (var (one, other) in (ReadOnlySpan<(long, long)>)[
            (read.MemoryBytes, told.MemoryBytes), (read.WorkingSetBytes, told.WorkingSetBytes), (read.CacheBytes, told.CacheBytes), (read.RssBytes, told.RssBytes)])
            one.ShouldBeInRange(other - (1 << 20), other + (1 << 20));
        read.CacheBytes.ShouldBeGreaterThan(1 << 20);
        _runtime.Streams.Files(container)!.Limit.ShouldNotBeNull();

        async Task<ContainerUsage> AskAsync() => (await _runtime.Streams.UsageAsync(container with { ProcessId = 0 }, default))!;

        static (long, long, long, long, long) Counted(ContainerUsage usage) => (usage.CpuNanoseconds, usage.PeakBytes, usage.Processes, usage.CpuPeriods, usage.ThrottledPeriods);
    }

    [Fact]
    public async Task Collectors_of_logs_find_what_a_container_wrote()
    {
        var pod = new PodIdentity("default", $"pod-{Guid.NewGuid():N}"[..12], Guid.NewGuid().ToString());
        var sandbox = await _runtime.RunSandboxAsync(new SandboxSpec { Pod = pod, Hostname = "host" }, default);
        var id = await _runtime.CreateContainerAsync(
            new ContainerSpec { Pod = pod, Name = "main", SandboxId = sandbox, Image = Image, ImageId = (await _runtime.Images.FindAsync(Image, default))!.Id, Command = ["echo", "hello"] }, default);
        await _runtime.StartContainerAsync(id, default);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await _runtime.ListAsync(pod.Uid, limit.Token)).First(c => c.Id == id).State != RuntimeState.Exited) await Task.Delay(50, limit.Token);

        var line = await File.ReadAllTextAsync(Path.Combine(_logs, "containers", $"{pod.Name}_default_main-{id}.log"), limit.Token);
        line.ShouldStartWith("""{"log":"hello\n","stream":"stdout","time":""");
        (await File.ReadAllTextAsync(Path.Combine(_logs, "pods", $"default_{pod.Name}_{pod.Uid}", "main", "0.log"), limit.Token)).ShouldBe(line);
        await _runtime.RemoveAsync(id, limit.Token);
        Directory.GetDirectories(Path.Combine(_logs, "pods")).ShouldBeEmpty();
    }

    /// <summary>Whether nothing was used between two looks.</summary>
    private async Task<bool> IsIdleAsync(RuntimeContainer container) =>
        (await _runtime.Streams.UsageAsync(container, default))!.CpuNanoseconds == (await _runtime.Streams.UsageAsync(container, default))!.CpuNanoseconds;

    [Fact]
    public async Task A_process_that_belongs_to_another_container_is_not_taken_for_it()
    {
        var sandbox = await RunAsync();
        (await _runtime.Streams.UsageAsync(sandbox with { Id = new string('0', 64) }, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Sandboxes_are_joined_to_the_network_that_takes_the_place_of_a_removed_one()
    {
        var sandbox = await RunAsync();
        (await TestImages.DockerAsync(["network", "rm", _network])).ShouldBe(0);
        (await AnswersAsync(sandbox.Address, tries: 1)).ShouldBeFalse();

        await _runtime.PrepareAsync(_range, default);

        (await AnswersAsync(sandbox.Address)).ShouldBeTrue();
        (await AnswersAsync((await RunAsync()).Address)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_sandbox_that_was_cut_off_before_it_had_a_device_counts_as_ended()
    {
        var sandbox = await RunAsync();
        await NetworkCommand.RunAsync("ip", $"link del {PodLink.DeviceOf(sandbox.Id)}");
        (await _runtime.ListAsync(sandbox.Pod.Uid, default)).ShouldHaveSingleItem().State.ShouldBe(RuntimeState.Exited);
    }

    [Fact]
    public async Task A_process_that_is_attached_to_is_left_when_its_input_ends_and_runs_on()
    {
        var (pod, id) = await StartAsync(["sh", "-c", "cat; echo ended; sleep 1000"], once: false);
        await using var process = await _runtime.Streams.AttachAsync(id, input: true, default);
        await process.WriteInputAsync("hello\n"u8.ToArray(), default);
        (await ReadAsync(process, "hello\n".Length)).ShouldBe("hello\n");

        process.CloseInput();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        (await process.ReadAsync(limit.Token)).IsEnd.ShouldBeTrue();
        (await process.ExitCodeAsync(limit.Token)).ShouldBe(0);
        (await _runtime.ListAsync(pod.Uid, default)).First(c => c.Id == id).State.ShouldBe(RuntimeState.Running);
    }

    [Fact]
    public async Task How_a_process_ends_is_no_failure_of_those_who_are_attached_to_it()
    {
        var (_, id) = await StartAsync(["sh", "-c", "cat; exit 3"], once: true);
        await using var process = await _runtime.Streams.AttachAsync(id, input: true, default);

        process.CloseInput();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        (await process.ReadAsync(limit.Token)).IsEnd.ShouldBeTrue();
        (await process.ExitCodeAsync(limit.Token)).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_by_which_Docker_would_detach_reach_a_terminal_at_once(bool isExec)
    {
        string[] command = ["sh", "-c", @"stty raw -echo; echo ready; dd bs=1 count=2 2>/dev/null | tr '\020\021' PQ; sleep 1000"];
        var (_, id) = await StartAsync(isExec ? ["sleep", "1000"] : ["sh", "-c", $"read go; {command[^1]}"], once: true, terminal: !isExec);
        await using var process = isExec
            ? await _runtime.Streams.ExecAsync(id, new ExecSpec(command, Input: true, Terminal: true), default)
            : await _runtime.Streams.AttachAsync(id, input: true, default);
        if (!isExec) await process.WriteInputAsync("\n"u8.ToArray(), default);
        await UntilAsync("ready");

        await process.WriteInputAsync("\u0010"u8.ToArray(), default);
        await process.WriteInputAsync("\u0011"u8.ToArray(), default);

        await UntilAsync("PQ");

        async Task UntilAsync(string text)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            for (var seen = ""; !seen.Contains(text, StringComparison.Ordinal);)
                seen += await process.ReadAsync(limit.Token) is { IsEnd: false } piece ? Encoding.UTF8.GetString(piece.Bytes.Span) : throw new EndOfStreamException(seen);
        }
    }

    private async Task<(PodIdentity Pod, string Id)> StartAsync(string[] command, bool once, bool terminal = false)
    {
        var pod = new PodIdentity("default", $"pod-{Guid.NewGuid():N}"[..12], Guid.NewGuid().ToString());
        var sandbox = await _runtime.RunSandboxAsync(new SandboxSpec { Pod = pod, Hostname = "host" }, default);
        var image = (await _runtime.Images.FindAsync(Image, default))!.Id;
        var id = await _runtime.CreateContainerAsync(
            new ContainerSpec
            {
                Pod = pod, Name = "main", SandboxId = sandbox, Image = Image, ImageId = image, Command = command, Input = true, InputOnce = once, Terminal = terminal,
            }, default);
        await _runtime.StartContainerAsync(id, default);
        return (pod, id);
    }

    private static async Task<string> ReadAsync(IProcessStream process, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length && await process.ReadAsync(default) is { IsEnd: false } piece) text.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
        return text.ToString();
    }

    private async Task<RuntimeContainer> RunAsync(params ContainerPort[] ports)
    {
        var pod = new PodIdentity("default", $"pod-{Guid.NewGuid():N}"[..12], Guid.NewGuid().ToString());
        await _runtime.RunSandboxAsync(new SandboxSpec { Pod = pod, Hostname = "host", HostPorts = ports }, default);
        return (await _runtime.ListAsync(pod.Uid, default)).ShouldHaveSingleItem();
    }

    /// <summary>The kernel may take a second until it uses a port that has been put on a bridge: the first packet can be lost.</summary>
    private static async Task<bool> AnswersAsync(string address, int tries = 3)
    {
        using var ping = new Ping();
        for (var i = 0; i < tries; i++)
        {
            try
            {
                if ((await ping.SendPingAsync(address, 1000)).Status == IPStatus.Success) return true;
            }
            catch (PingException)
            {
                // No way there: asked again like silence.
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var left in (await _runtime.ListAsync(null, CancellationToken.None)).OrderBy(c => c.IsSandbox)) await _runtime.RemoveAsync(left.Id, CancellationToken.None);
        await _runtime.RemoveNetworkAsync(CancellationToken.None);
        await _runtime.DisposeAsync();
        Directory.Delete(_logs, recursive: true);
    }
}
