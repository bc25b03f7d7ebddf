using System.Diagnostics;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Another machine beside this one: a network namespace with an address, a Docker Engine and a node agent of its own.</summary>
internal sealed class SecondMachine : IAsyncDisposable
{
    public const string Name = "second-machine";

    private const string Space = "kube-e2e-2";
    private const string Make = """
        set -e
        ip netns add "$1"
        ip link add k2host type veth peer name k2guest
        ip link set k2guest netns "$1"
        ip addr add 172.31.77.1/24 dev k2host && ip link set k2host up
        nsenter --net=/run/netns/"$1" sh -c 'ip addr add 172.31.77.2/24 dev k2guest && ip link set k2guest up && ip link set lo up && ip route add default via 172.31.77.1'
        """;
    private const string LoadImages = """
        set -e
        for try in $(seq 1 100); do docker -H "unix://$1" version >/dev/null 2>&1 && break; sleep 0.2; done
        docker save orleans-kube/hello:1 orleans-kube/test-curl:1 | docker -H "unix://$1" load >/dev/null
        """;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("kube-e2e-machine-").FullName;
    private Process? _docker;
    private Process? _agent;

    private string Socket => Path.Combine(_folder, "docker.sock");

    private string Data => Path.Combine(_folder, "agent");

    private static string Agent => Checkout.PathOf("artifacts/node-agent/Orleans.Kube.NodeAgent");

    public static async Task<SecondMachine> StartAsync()
    {
        var machine = new SecondMachine();
        await ShellAsync(Make, Space);
        machine._docker = machine.Start("dockerd", "--data-root", Path.Combine(machine._folder, "data"), "--exec-root", Path.Combine(machine._folder, "exec"),
            "-H", $"unix://{machine.Socket}", "--pidfile", Path.Combine(machine._folder, "docker.pid"));
        await ShellAsync(LoadImages, machine.Socket);
        return machine;
    }

    /// <summary>Runs the line that <c>./kube token create</c> printed.</summary>
    public void Join(string line)
    {
        var words = line.Trim().Split(' ');
        _agent = Start(Agent, [.. words[Array.IndexOf(words, "join")..], "--node", Name, "--data", Data, "--docker", Socket]);
    }

    /// <summary>Takes the machine out of its cluster.</summary>
    public async Task LeaveAsync()
    {
        await EndAsync(_agent);
        _agent = null;
        var outcome = await Shell.RunAsync("nsenter", [$"--net=/run/netns/{Space}", Agent, "leave", "--node", Name, "--data", Data, "--docker", Socket]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    /// <summary>The devices and ways of the overlay that this machine has.</summary>
    public static async Task<string> OverlayAsync() => (await Shell.RunAsync("nsenter", [$"--net=/run/netns/{Space}", "ip", "route"])).Output;

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_agent);
        await EndAsync(_docker);
        await Shell.RunAsync("ip", ["link", "del", "k2host"]);
        await Shell.RunAsync("ip", ["netns", "del", Space]);
        await Shell.RunAsync("sh", ["-c", $"grep -o ' {_folder}[^ ]*' /proc/mounts | sort -r | xargs -r -n 1 umount -l; rm -rf {_folder}"]);
    }

    private static async Task ShellAsync(string script, string argument)
    {
        var outcome = await Shell.RunAsync("bash", ["-c", script, "sh", argument]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    private static async Task EndAsync(Process? process)
    {
        if (process is null || process.HasExited) return;
        await Shell.RunAsync("kill", ["-TERM", $"{process.Id}"]);
        using var patience = new CancellationTokenSource(Farewell);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private Process Start(string program, params string[] arguments)
    {
        var process = Shell.Start("nsenter", [$"--net=/run/netns/{Space}", program, .. arguments]);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }
}
