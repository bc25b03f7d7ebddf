namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>
/// The place of a person with a browser: a network namespace with a link to this machine. Chromium gives up what it is loading when a network interface
/// comes or goes, which on a node happens with every pod, or an address does, as IPv6's of a new link some seconds later: here it has none.
/// </summary>
internal sealed class Desk : IAsyncDisposable
{
    /// <summary>The address under which this machine is reached.</summary>
    public const string Server = "172.31.78.1";

    private const string Space = "kube-e2e-desk";
    private const string Make = $"""
        set -e
        ip netns add {Space}
        nsenter --net=/run/netns/{Space} sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
        ip link add kdhost type veth peer name kdguest netns {Space}
        ip addr add {Server}/24 dev kdhost && ip link set kdhost up
        nsenter --net=/run/netns/{Space} sh -c 'ip addr add 172.31.78.2/24 dev kdguest && ip link set kdguest up && ip link set lo up; until ip link show kdguest | grep -q "state UP"; do sleep 0.05; done'
        """;

    public static async Task<Desk> StartAsync()
    {
        var outcome = await Shell.RunAsync("sh", ["-c", Make]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return new Desk();
    }

    public Task<Outcome> RunAsync(IEnumerable<string> command, IReadOnlyDictionary<string, string> environment) =>
        Shell.RunAsync("nsenter", [$"--net=/run/netns/{Space}", .. command], environment);

    public async ValueTask DisposeAsync() => await Shell.RunAsync("ip", ["netns", "del", Space]);
}
