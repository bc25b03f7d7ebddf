using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>
/// The traffic of isolated pods as packet filter rules: KUBE-POLICIES-… finds the pod, KUBE-PIN-… and KUBE-POU-… judge what it receives and sends,
/// KUBE-PAL-… mark what a rule allows; what is not marked is dropped. Answers pass, and what a pod sends itself. Pure.
/// </summary>
/// <remarks>What the machine itself sends to its pods takes another way, so probes always reach them.</remarks>
public sealed class TrafficRulesPlanner(ProxySettings settings)
{
    private readonly ChainNames _chains = settings.Chains;
    private readonly string _allow = $"-j MARK --or-mark 0x{settings.AllowedMark:x}";

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Plan(NodeTraffic traffic)
    {
        var chains = new Dictionary<string, IReadOnlyList<string>>();
        var pods = new List<string>();
        foreach (var pod in traffic.Pods.Where(static p => p.Address.Length > 0))
        {
            var address = $"{pod.Address}/32";
            if (pod.Egress is { } egress) pods.Add($"-s {address} -j {Judge(chains, _chains.Egress(pod.Uid), egress, address, "-d")}");
            if (pod.Ingress is { } ingress) pods.Add($"-d {address} -j {Judge(chains, _chains.Ingress(pod.Uid), ingress, address, "-s")}");
        }

        chains[_chains.Policies] = pods;
        return chains;
    }

    /// <param name="chains">Takes the chain and those it leads to.</param>
    /// <param name="chain">The chain's name.</param>
    /// <param name="gate">What passes.</param>
    /// <param name="self">The pod's own address.</param>
    /// <param name="peer">The option that matches the other end's address.</param>
    private string Judge(Dictionary<string, IReadOnlyList<string>> chains, string chain, TrafficGate gate, string self, string peer)
    {
        chains[chain] =
        [
            "-m conntrack --ctstate RELATED,ESTABLISHED -j RETURN",
            $"{peer} {self} -j RETURN",
            $"-j MARK --and-mark 0x{~settings.AllowedMark:x}",
            .. gate.Rules.SelectMany(rule => Allow(chains, rule, peer)).Distinct(),
            $"-m mark ! --mark 0x{settings.AllowedMark:x}/0x{settings.AllowedMark:x} -j DROP",
        ];
        return chain;
    }

    private IEnumerable<string> Allow(Dictionary<string, IReadOnlyList<string>> chains, TrafficRule rule, string peer)
    {
        var then = rule.Peers.Count == 0 ? _allow : $"-j {Shared(chains, [.. rule.Peers.Select(block => $"{peer} {block.Cidr} {Within(chains, block, peer)}")])}";
        return rule.Ports.Count == 0 ? [then] : rule.Ports.Select(port => $"{Match(port)} {then}");
    }

    private string Within(Dictionary<string, IReadOnlyList<string>> chains, IPBlock block, string peer) =>
        block.Except.Count == 0 ? _allow : $"-j {Shared(chains, [.. block.Except.Select(range => $"{peer} {range} -j RETURN"), _allow])}";

    private string Shared(Dictionary<string, IReadOnlyList<string>> chains, string[] rules)
    {
        var chain = _chains.Allowing(rules);
        chains[chain] = rules;
        return chain;
    }

    private static string Match(TrafficPort port)
    {
        var protocol = port.Protocol.ToLowerInvariant();
        if (port.First == 0) return $"-p {protocol}";
        return $"-p {protocol} -m {protocol} --dport {(port.First == port.Last ? $"{port.First}" : $"{port.First}:{port.Last}")}";
    }
}
