using Orleans.Kube.NodeAgent.Programs;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>iptables, by its own programs.</summary>
public sealed class IptablesFilter : IPacketFilter
{
    private readonly ChainNames _names;

    /// <summary>By built-in chain: what leads into the agent's chains, first one first.</summary>
    private readonly (string Table, string BuiltIn, string[] Rules)[] _hooks;

    public IptablesFilter(ChainNames names)
    {
        _names = names;
        _hooks =
        [
            ("nat", "PREROUTING", [$"-m comment --comment kubernetes-service-portals -j {names.Services}"]),
            ("nat", "OUTPUT", [$"-m comment --comment kubernetes-service-portals -j {names.Services}"]),
            ("nat", "POSTROUTING", [$"-m comment --comment kubernetes-postrouting -j {names.Postrouting}"]),
            ("filter", "INPUT", [$"-m comment --comment kubernetes-names -j {names.Input}", $"-m conntrack --ctstate NEW -j {names.Reject}"]),
            ("filter", "OUTPUT", [$"-m conntrack --ctstate NEW -j {names.Reject}"]),
            ("filter", "FORWARD",
            [
                $"-m comment --comment kubernetes-network-policies -j {names.Policies}", $"-m conntrack --ctstate NEW -j {names.Reject}",
                $"-m comment --comment kubernetes-forwarding-rules -j {names.Forward}",
            ]),
        ];
    }

    public async Task LoadAsync(string text, CancellationToken cancellationToken)
    {
        var result = await RunAsync("iptables-restore", ["--noflush", "--wait", "5"], text, cancellationToken);
        if (result.Code != 0) throw new PacketFilterException(result.Error.Trim());
    }

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ChainsAsync(CancellationToken cancellationToken)
    {
        var chains = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var table in (string[])["nat", "filter"])
        {
            var output = (await RunAsync("iptables", ["--wait", "5", "-t", table, "-S"], null, cancellationToken)).Output;
            chains[table] = [.. output.Split('\n').Where(l => l.StartsWith("-N ", StringComparison.Ordinal)).Select(l => l[3..].Trim()).Where(_names.IsOwn)];
        }

        return chains;
    }

    public async Task HookAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync("/proc/sys/net/ipv4/ip_forward", "1", cancellationToken);
        await File.WriteAllTextAsync("/proc/sys/net/ipv4/conf/all/route_localnet", "1", cancellationToken);
        foreach (var (table, builtIn, rules) in _hooks)
        {
            var listed = await RunAsync("iptables", ["--wait", "5", "-t", table, "-S", builtIn], null, cancellationToken);
            if (listed.Code != 0) throw new PacketFilterException(listed.Error.Trim());
            if (HookText.Between(table, builtIn, rules, listed.Output.Split('\n')) is { Length: > 0 } text) await LoadAsync(text, cancellationToken);
        }
    }

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        foreach (var (table, builtIn, rule) in _hooks.SelectMany(static hook => hook.Rules, static (hook, rule) => (hook.Table, hook.BuiltIn, rule)))
            await RunAsync("iptables", ["--wait", "5", "-t", table, "-D", builtIn, .. rule.Split(' ')], null, cancellationToken);
        var chains = await ChainsAsync(cancellationToken);
        var text = string.Concat(chains.Where(t => t.Value.Count > 0).Select(t =>
            $"*{t.Key}\n{string.Concat(t.Value.Select(c => $":{c} - [0:0]\n"))}{string.Concat(t.Value.Select(c => $"-X {c}\n"))}COMMIT\n"));
        if (text.Length > 0) await LoadAsync(text, cancellationToken);
    }

    private static async Task<ProgramResult> RunAsync(string program, string[] arguments, string? input, CancellationToken cancellationToken)
    {
        try
        {
            return await MachineProgram.RunAsync(program, arguments, input ?? "", MachineProgram.Patience, cancellationToken);
        }
        catch (IOException e)
        {
            throw new PacketFilterException(e.Message);
        }
    }
}
