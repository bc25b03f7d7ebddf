using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime.Cgroups;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>Logs, processes, ports and usage of Docker's containers.</summary>
internal sealed class DockerStreams(DockerConnection docker) : IContainerStreams
{
    private const int HeaderBytes = 8;

    /// <summary>
    /// What detaches from a terminal. Docker keeps the first of its usual keys, ctrl-p, back until it knows the next, so that the last command comes back at the second press only; and
    /// elsewhere in Kubernetes no keys detach. These nobody types.
    /// </summary>
    private const string DetachKeys = "ctrl-^,ctrl-@,ctrl-^,ctrl-@";

    private static readonly TimeSpan LongestKill = TimeSpan.FromSeconds(10);

    private readonly CgroupReader _groups = new(TimeProvider.System);

    public async Task LogsAsync(string id, LogQuery query, Stream output, CancellationToken cancellationToken)
    {
        var container = await docker.GetAsync<DockerContainer>($"/containers/{id}/json", cancellationToken);
        if (container.LogPath.Length > 0 && new LogFiles(container.LogPath, TimeProvider.System) is { CanBeRead: true } files)
        {
            await output.FlushAsync(cancellationToken);
            using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await files.CopyAsync(query, query.Follow ? UntilEndedAsync(id, reading.Token) : Task.CompletedTask, output, cancellationToken);
            await reading.CancelAsync();
            return;
        }

        var since = query.Since is { } time ? $"&since={time.ToUnixTimeMilliseconds() / 1000m:F3}".Replace(',', '.') : "";
        var tail = query.TailLines is { } lines ? lines.ToString(CultureInfo.InvariantCulture) : "all";
        var path = $"/containers/{id}/logs?stdout=1&stderr=1&follow={Flag(query.Follow)}&timestamps={Flag(query.Timestamps)}&tail={tail}{since}";
        using var response = await docker.OpenAsync(HttpMethod.Get, path, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);

        // Until here a failure can still be told as such.
        await output.FlushAsync(cancellationToken);
        if (container.Config.Tty) await stream.CopyToAsync(output, cancellationToken);
        else await UnwrapAsync(stream, output, query.Follow, cancellationToken);
    }

    public async Task<IProcessStream> ExecAsync(string id, ExecSpec spec, CancellationToken cancellationToken)
    {
        var exec = await docker.PostAsync<DockerId>($"/containers/{id}/exec", new
        {
            AttachStdin = spec.Input, AttachStdout = true, AttachStderr = true, Tty = spec.Terminal, Cmd = spec.Command, DetachKeys,
        }, cancellationToken);
        var socket = await docker.HijackAsync($"/exec/{exec.Id}/start", new { Detach = false, Tty = spec.Terminal }, cancellationToken);
        return new DockerProcess(socket, spec.Terminal, Resize, async token => await ExecExitCodeAsync(exec.Id, token), () => KillAsync(exec.Id));

        Task Resize(int width, int height, CancellationToken token) => docker.DoAsync(HttpMethod.Post, $"/exec/{exec.Id}/resize?h={height}&w={width}", null, token);
    }

    public async Task<IProcessStream> AttachAsync(string id, bool input, CancellationToken cancellationToken)
    {
        var container = await docker.GetAsync<DockerContainer>($"/containers/{id}/json", cancellationToken);
        var socket = await docker.HijackAsync($"/containers/{id}/attach?stream=1&stdin={Flag(input)}&stdout=1&stderr=1&detachKeys={Uri.EscapeDataString(DetachKeys)}", null, cancellationToken);
        return new DockerProcess(socket, container.Config.Tty, Resize, static _ => Task.FromResult(0), static () => Task.CompletedTask);

        Task Resize(int width, int height, CancellationToken token) => docker.DoAsync(HttpMethod.Post, $"/containers/{id}/resize?h={height}&w={width}", null, token);
    }

    public async Task<Stream> ConnectAsync(string sandboxId, int port, CancellationToken cancellationToken)
    {
        var sandbox = await docker.GetAsync<DockerContainer>($"/containers/{sandboxId}/json", cancellationToken);
        if (!sandbox.State.Running) throw new RuntimeException("the pod does not run");
        return await NetworkNamespace.ConnectAsync(sandbox.State.Pid, port);
    }

    /// <summary>The kernel tells at once; Docker, asked where the kernel cannot be, may take a second.</summary>
    public async Task<ContainerUsage?> UsageAsync(RuntimeContainer container, CancellationToken cancellationToken)
    {
        if (_groups.Usage(container) is { } usage) return usage;
        var stats = await docker.FindAsync<DockerStats>($"/containers/{container.Id}/stats?stream=false&one-shot=true", cancellationToken);
        return stats is null ? null : DockerUsage.Read(stats, BlockDevices.Names());
    }

    public OpenFiles? Files(RuntimeContainer container) => _groups.Files(container);

    private async Task UntilEndedAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await docker.OpenAsync(HttpMethod.Post, $"/containers/{id}/wait?condition=not-running", cancellationToken);
        await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private static string Flag(bool value) => value ? "1" : "0";

    private async Task<int> ExecExitCodeAsync(string exec, CancellationToken cancellationToken)
    {
        // The streams end a moment before Docker has written the code down.
        for (var wait = 1; ; wait = Math.Min(wait * 2, 100))
        {
            var state = await docker.GetAsync<DockerExec>($"/exec/{exec}/json", cancellationToken);
            if (state is { Running: false, ExitCode: { } code }) return code;
            await Task.Delay(wait, cancellationToken);
        }
    }

    /// <summary>Docker cannot end what it started beside a container's own process; the kernel can.</summary>
    private async Task KillAsync(string exec)
    {
        using var limit = new CancellationTokenSource(LongestKill);
        try
        {
            if (await docker.FindAsync<DockerExec>($"/exec/{exec}/json", limit.Token) is not { Running: true, Pid: > 0 and var pid }) return;
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception or RuntimeException or OperationCanceledException)
        {
            // It has ended meanwhile, or Docker does not tell which process it is.
        }
    }

    private static async Task UnwrapAsync(Stream from, Stream to, bool flush, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            while (await from.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) == HeaderBytes)
            {
                for (var left = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)); left > 0;)
                {
                    var count = await from.ReadAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)), cancellationToken);
                    if (count == 0) return;
                    await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                    left -= count;
                }

                if (flush) await to.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
