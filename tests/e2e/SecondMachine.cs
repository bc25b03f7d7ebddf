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
    private const string MakeDisk = """
        set -e
        truncate -s "$2M" "$1.img"
        mkfs.ext4 -q -m 0 "$1.img"
        mount -o loop "$1.img" "$1"
        """;
    private const string LoadImages = """
        set -e
        for try in $(seq 1 100); do docker -H "unix://$1" version >/dev/null 2>&1 && break; sleep 0.2; done
        docker save orleans-kube/hello:1 orleans-kube/test-curl:1 | docker -H "unix://$1" load >/dev/null
        """;

    // What a power cut leaves: no process, nothing of the kernel's.
    private const string PowerCut = """
        exec 2>/dev/null
        containers=$(docker -H "unix://$2/docker.sock" ps -q | xargs -r docker -H "unix://$2/docker.sock" inspect -f '{{.State.Pid}}')
        docker=$(cat "$2/docker.pid")
        kill -9 "$docker" $(pgrep -P "$docker") $(pgrep -f "containerd-shim.*$2/exec") $containers
        sleep 0.5
        nsenter --net=/run/netns/"$1" sh -c '
            for table in filter nat mangle; do iptables -t $table -F; iptables -t $table -X; done
            for link in $(ip -o link | sed "s/^[0-9]*: \([^:@]*\).*/\1/" | grep -v -e "^lo$" -e k2guest); do ip link del $link; done'
        grep -o " $2[^ ]*" /proc/mounts | sort -r | xargs -r -n 1 umount -l
        rm -rf "$2/exec" "$2/docker.pid"
        """;
    private const string Counts = """
        docker="docker -H unix://$2/docker.sock"
        space="nsenter --net=/run/netns/$1"
        echo "containers $($docker ps -aq | wc -l), networks $($docker network ls -q | wc -l), mounts $(grep -c "$2/agent" /proc/mounts), pods $(ls "$2/agent/pods" | wc -l)"
        echo "rules $($space iptables-save | grep -c -e '^-A'), links $($space ip -o link | wc -l)"
        """;

    private const string FirstRule = """nsenter --net=/run/netns/"$1" iptables --wait 5 -S FORWARD | grep -e '^-A' | grep -v DOCKER-USER | head -n 1""";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("kube-e2e-machine-").FullName;
    private string[] _settings = [];
    private Process? _docker;
    private Process? _agent;

    private string Socket => Path.Combine(_folder, "docker.sock");

    private string Clock => Path.Combine(_folder, "clock");

    private string Data => Path.Combine(_folder, "agent");

    private static string Agent => Checkout.PathOf("artifacts/node-agent/Orleans.Kube.NodeAgent");

    /// <param name="diskMegabytes">The size of a disk of its own; without it has as much as the machine that it is on.</param>
    public static async Task<SecondMachine> StartAsync(int? diskMegabytes = null)
    {
        var machine = new SecondMachine();
        if (diskMegabytes is { } size) await ShellAsync(MakeDisk, machine._folder, $"{size}");
        await ShellAsync(Make, Space);
        machine.StartDocker();
        await ShellAsync(LoadImages, machine.Socket);
        return machine;
    }

    /// <summary>Runs the line that <c>./kube token create</c> printed.</summary>
    /// <param name="line">The line.</param>
    /// <param name="settings">Settings of the agent, as its environment has them.</param>
    public void Join(string line, params string[] settings)
    {
        var words = line.Trim().Split(' ');
        _settings = settings;
        _agent = StartAgent([.. words[Array.IndexOf(words, "join")..]]);
    }

    /// <summary>Stops Docker Engine, and with it every container, and starts it again.</summary>
    public async Task RestartDockerAsync()
    {
        await EndAsync(_docker);
        StartDocker();
    }

    /// <summary>Cuts the power and starts the machine again: Docker Engine, then the agent.</summary>
    public async Task RebootAsync()
    {
        _agent!.Kill();
        await Shell.RunAsync("bash", ["-c", PowerCut, "sh", Space, _folder]);
        await _docker!.WaitForExitAsync();
        StartDocker();
        _agent = StartAgent("run");
    }

    /// <summary>Cuts the machine off from the others, or connects it again.</summary>
    public static Task ConnectAsync(bool isConnected) => Shell.RunAsync("ip", ["link", "set", "k2host", isConnected ? "up" : "down"]);

    /// <summary>Sets the clock that the agent sees, so much off the true one: <c>+2h</c>. For the first time before the agent starts.</summary>
    public void SetClock(string offset) => File.WriteAllText(Clock, offset);

    /// <summary>Removes a pod's container, or with the name POD its sandbox, without telling anybody.</summary>
    public async Task RemoveContainerAsync(string pod, string container)
    {
        var found = await DockerAsync("ps", "-q", "--filter", $"name=k8s_{container}_{pod}_");
        (await DockerAsync("rm", "-f", found.Output.Trim())).ExitCode.ShouldBe(0);
    }

    /// <summary>The containers that run.</summary>
    public async Task<string[]> RunningAsync() => [.. (await DockerAsync("ps", "-q", "--no-trunc")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()];

    /// <summary>Waits until how much there is of all that an agent makes begins so and stays.</summary>
    public async Task<string> UntilCountedAsync(string start, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var (before, count) = ("", "");
        while (!count.StartsWith(start, StringComparison.Ordinal) || count != before)
        {
            (await poll.WaitForNextTickAsync(limit.Token)).ShouldBeTrue();
            (before, count) = (count, (await Shell.RunAsync("bash", ["-c", Counts, "sh", Space, _folder])).Output);
        }

        return count;
    }

    /// <summary>Waits until network policies judge what goes to and from pods before Docker's rules, or anyone else's but the owner's, let it through.</summary>
    public static async Task UntilPoliciesComeFirstAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!(await Shell.RunAsync("bash", ["-c", FirstRule, "sh", Space])).Output.Contains("kubernetes-network-policies", StringComparison.Ordinal))
            (await poll.WaitForNextTickAsync(limit.Token)).ShouldBeTrue();
    }

    /// <summary>What the agent and Docker Engine use of the machine.</summary>
    public MachineResources Resources()
    {
        _agent!.Refresh();
        return new(Files(_agent), _agent.Threads.Count, _agent.WorkingSet64, Files(_docker!));

        static int Files(Process process) => Directory.GetFiles($"/proc/{process.Id}/fd").Length;
    }

    /// <summary>Takes the machine out of its cluster.</summary>
    public async Task LeaveAsync()
    {
        await EndAsync(_agent);
        _agent = null;
        var outcome = await Shell.RunAsync("nsenter", [$"--net=/run/netns/{Space}", Agent, "leave", "--node", Name, "--data", Data, "--docker", Socket]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    /// <summary>How many bytes the disk of its own has left.</summary>
    public long FreeBytes() => new DriveInfo(_folder).AvailableFreeSpace;

    /// <summary>The devices and ways of the overlay that this machine has.</summary>
    public static async Task<string> OverlayAsync() => (await Shell.RunAsync("nsenter", [$"--net=/run/netns/{Space}", "ip", "route"])).Output;

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_agent);
        await EndAsync(_docker);
        await Shell.RunAsync("ip", ["link", "del", "k2host"]);
        await Shell.RunAsync("ip", ["netns", "del", Space]);
        await Shell.RunAsync("sh", ["-c", $"grep -o ' {_folder}[^ ]*' /proc/mounts | sort -r | xargs -r -n 1 umount -l; umount {_folder} 2>/dev/null; rm -rf {_folder} {_folder}.img"]);
    }

    private static async Task ShellAsync(string script, params string[] arguments)
    {
        var outcome = await Shell.RunAsync("bash", ["-c", script, "sh", .. arguments]);
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

    private Task<Outcome> DockerAsync(params string[] arguments) => Shell.RunAsync("docker", ["-H", $"unix://{Socket}", .. arguments]);

    private void StartDocker() => _docker = Start("dockerd", "--data-root", Path.Combine(_folder, "data"), "--exec-root", Path.Combine(_folder, "exec"),
        "-H", $"unix://{Socket}", "--pidfile", Path.Combine(_folder, "docker.pid"));

    private Process StartAgent(params string[] arguments)
    {
        string[] clock = File.Exists(Clock)
            ? ["LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1", $"FAKETIME_TIMESTAMP_FILE={Clock}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"]
            : [];
        return Start("env", [.. clock, .. _settings, Agent, .. arguments, "--node", Name, "--data", Data, "--docker", Socket]);
    }

    private Process Start(string program, params string[] arguments)
    {
        var process = Shell.Start("nsenter", [$"--net=/run/netns/{Space}", program, .. arguments]);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }
}
