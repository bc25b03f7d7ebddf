using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Validation;
using IPAddress = System.Net.IPAddress;

namespace Orleans.Kube.Controllers.NetworkPolicies;

/// <summary>
/// Resolves NetworkPolicies to what the pods of a node may receive and send. Policies add up: a pod that one of them selects receives (or sends) what any of
/// them allows. Pods in their node's own network are neither isolated nor meant by selectors.
/// </summary>
public sealed class TrafficPlanner(TrafficView view)
{
    private readonly ILookup<string, NetworkPolicy> _policies = view.Policies.ToLookup(static p => p.Metadata.Namespace);
    private readonly ILookup<string, TrafficPod> _pods = view.Pods.Where(static p => p.IsMeant).ToLookup(static p => p.Namespace);
    private readonly Dictionary<(string Namespace, NetworkPolicyPeer Peer), IReadOnlyList<TrafficPod>> _selected = [];

    /// <summary>The pods of a node that a policy selects, with the traffic they may have.</summary>
    public IReadOnlyList<PodTraffic> Plan(string node) =>
    [
        .. _policies.SelectMany(static group => group.Select(static p => p.Metadata.Namespace)).Distinct().SelectMany(ns => _pods[ns])
            .Where(pod => pod.Node == node).Select(Of).OfType<PodTraffic>().OrderBy(static t => t.Uid, StringComparer.Ordinal),
    ];

    private PodTraffic? Of(TrafficPod pod)
    {
        var policies = _policies[pod.Namespace].Where(p => p.Spec.PodSelector.Selects(pod.Labels)).OrderBy(static p => p.Metadata.Name, StringComparer.Ordinal).ToList();
        var (incoming, outgoing) = (policies.Where(static p => p.Spec.PolicyTypes.Contains(PolicyType.Ingress)).ToList(), policies.Where(static p => p.Spec.PolicyTypes.Contains(PolicyType.Egress)).ToList());
        if (incoming.Count + outgoing.Count == 0) return null;
        return new PodTraffic
        {
            Uid = pod.Uid,
            Address = pod.Address,
            Ingress = incoming.Count == 0 ? null : Gate(incoming.SelectMany(policy => policy.Spec.Ingress.SelectMany(rule => Rule(policy, rule.From, rule.Ports, [pod])))),
            Egress = outgoing.Count == 0 ? null : Gate(outgoing.SelectMany(policy => policy.Spec.Egress.SelectMany(rule => Rule(policy, rule.To, rule.Ports, null)))),
        };
    }

    private static TrafficGate Gate(IEnumerable<TrafficRule> rules) => new() { Rules = [.. rules] };

    /// <summary>The rules that a policy's rule amounts to: none when it selects no peer, one, and one for each number that a name means at the pods that are reached.</summary>
    /// <param name="reached">The pods whose ports are meant; null: the peers'.</param>
    private IEnumerable<TrafficRule> Rule(NetworkPolicy policy, IReadOnlyList<NetworkPolicyPeer> peers, IReadOnlyList<NetworkPolicyPort> ports, IReadOnlyList<TrafficPod>? reached)
    {
        var pods = peers.Where(static p => p.IpBlock is null).SelectMany(peer => Pods(policy.Metadata.Namespace, peer)).Distinct().ToList();
        List<IPBlock> blocks = [.. peers.Select(static p => p.IpBlock).OfType<IPBlock>().Where(static b => !b.Cidr.Contains(':')), .. Blocks(pods)];
        if (peers.Count > 0 && blocks.Count == 0) yield break;

        var named = ports.Where(static p => p.Port is { IsString: true }).ToList();
        List<TrafficPort> numbers = [.. ports.Where(static p => p.Port is not { IsString: true }).Select(Number)];
        if (reached is not null) numbers.AddRange(named.SelectMany(port => reached.SelectMany(pod => Numbers(pod, port))));
        if (ports.Count == 0 || numbers.Count > 0) yield return new TrafficRule { Peers = blocks, Ports = numbers };
        if (reached is not null) yield break;
        foreach (var port in named)
        {
            var candidates = peers.Count > 0 ? pods.Union(Within([.. peers.Select(static p => p.IpBlock).OfType<IPBlock>()])) : _pods.SelectMany(static group => group);
            foreach (var group in candidates.SelectMany(pod => Numbers(pod, port).Select(number => (pod, number))).GroupBy(static found => found.number, static found => found.pod))
                if (Blocks(group) is { Count: > 0 } some) yield return new TrafficRule { Peers = some, Ports = [group.Key] };
        }
    }

    private IReadOnlyList<TrafficPod> Pods(string @namespace, NetworkPolicyPeer peer)
    {
        if (_selected.TryGetValue((@namespace, peer), out var known)) return known;
        var namespaces = peer.NamespaceSelector is { } selector ? view.Namespaces.Where(n => selector.Selects(n.Value)).Select(static n => n.Key) : [@namespace];
        return _selected[(@namespace, peer)] = [.. namespaces.SelectMany(ns => _pods[ns]).Where(pod => peer.PodSelector is null || peer.PodSelector.Selects(pod.Labels))];
    }

    /// <summary>The pods whose addresses are in one of the ranges.</summary>
    private IEnumerable<TrafficPod> Within(IReadOnlyList<IPBlock> blocks) =>
        blocks.Count == 0 ? [] : _pods.SelectMany(static group => group).Where(pod => IPAddress.TryParse(pod.Address, out var address) && blocks.Any(block => IsIn(block.Cidr, address) && !block.Except.Any(range => IsIn(range, address))));

    private static bool IsIn(string range, IPAddress address) => Rules.Network(range)?.Contains(address) == true;

    private static List<IPBlock> Blocks(IEnumerable<TrafficPod> pods) =>
        [.. pods.Select(static p => p.Address).Where(static a => a.Length > 0).Distinct().Order(StringComparer.Ordinal).Select(static a => new IPBlock { Cidr = a + "/32" })];

    private static TrafficPort Number(NetworkPolicyPort port) => Port(port, port.Port?.Number ?? 0, port.EndPort ?? port.Port?.Number ?? 0);

    private static TrafficPort Port(NetworkPolicyPort port, int first, int last) => new() { Protocol = port.Protocol ?? Protocol.TCP, First = first, Last = last };

    private static IEnumerable<TrafficPort> Numbers(TrafficPod pod, NetworkPolicyPort port) =>
        from open in pod.Ports
        where open.Name == port.Port!.Value.Text && open.Protocol == (port.Protocol ?? Protocol.TCP)
        select Port(port, open.Number, open.Number);
}
