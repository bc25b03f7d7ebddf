using System.Net;
using Orleans.Kube.Controllers.NetworkPolicies;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;
using IPAddress = System.Net.IPAddress;

namespace Orleans.Kube.Controllers.Tests.NetworkPolicies;

/// <summary>Random policies over random pods, resolved to rules and read one packet at a time.</summary>
public sealed class TrafficPropertyTests
{
    private static readonly string[] Outside = ["192.0.2.5", "192.0.2.200", "198.51.100.1"];
    private static readonly (string Protocol, int Port)[] Services = [("TCP", 80), ("TCP", 81), ("UDP", 80), ("TCP", 443)];

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Namespaces = new() { ["a"] = Make.Labels("team=x"), ["b"] = Make.Labels("team=y") };

    [Fact]
    public void What_passes_is_exactly_what_some_policy_allows_and_who_no_policy_selects_is_open() => Script.ForAll(static script =>
    {
        Pod[] pods = [.. Enumerable.Range(1, 3 + script.Choose(3)).Select(n => Pod(script, n))];
        NetworkPolicy[] policies = [.. Enumerable.Range(0, script.Choose(5)).Select(n => Policy(script, $"p{n}"))];
        var planner = new TrafficPlanner(new TrafficView(policies, pods.Select(TrafficPod.Of), Namespaces));
        var planned = new[] { "n1", "n2" }.ToDictionary(static n => n, planner.Plan);

        foreach (var pod in pods)
        {
            var traffic = planned[pod.Spec.NodeName].SingleOrDefault(t => t.Uid == pod.Metadata.Uid);
            planned.Sum(node => node.Value.Count(t => t.Uid == pod.Metadata.Uid)).ShouldBe(traffic is null ? 0 : 1);
            Judge(pod, traffic?.Ingress, policies, pods, PolicyType.Ingress, static policy => policy.Spec.Ingress.Select(static rule => (rule.From, rule.Ports)));
            Judge(pod, traffic?.Egress, policies, pods, PolicyType.Egress, static policy => policy.Spec.Egress.Select(static rule => (rule.To, rule.Ports)));
        }
    }, runs: 500, length: 200);

    private static void Judge(
        Pod pod, TrafficGate? gate, NetworkPolicy[] policies, Pod[] pods, string direction, Func<NetworkPolicy, IEnumerable<(IReadOnlyList<NetworkPolicyPeer> Peers, IReadOnlyList<NetworkPolicyPort> Ports)>> rules)
    {
        var judges = policies.Where(p => IsMeant(pod) && p.Metadata.Namespace == pod.Metadata.Namespace && p.Spec.PolicyTypes.Contains(direction) && Selects(p.Spec.PodSelector, pod.Metadata.Labels)).ToList();
        (gate is null).ShouldBe(judges.Count == 0);
        if (gate is null) return;
        foreach (var address in pods.Select(static p => p.Status.PodIP).Where(static a => a.Length > 0).Concat(Outside))
        {
            var other = pods.FirstOrDefault(p => p.Status.PodIP == address && IsMeant(p));
            foreach (var (protocol, port) in Services)
            {
                var wanted = judges.Exists(policy => rules(policy).Any(rule =>
                    (rule.Peers.Count == 0 || rule.Peers.Any(peer => IsPeer(policy, peer, address, other)))
                    && (rule.Ports.Count == 0 || rule.Ports.Any(allowed => IsPort(allowed, protocol, port, direction == PolicyType.Ingress ? pod : other)))));
                Passes(gate, address, protocol, port).ShouldBe(wanted, $"{direction} of {pod.Metadata.Name}: {address} {protocol} {port}");
            }
        }
    }

    private static bool Passes(TrafficGate gate, string address, string protocol, int port) => gate.Rules.Any(rule =>
        (rule.Peers.Count == 0 || rule.Peers.Any(block => IsIn(block, address))) && (rule.Ports.Count == 0 || rule.Ports.Any(p => p.Protocol == protocol && (p.First == 0 || (p.First <= port && port <= p.Last)))));

    private static bool IsPeer(NetworkPolicy policy, NetworkPolicyPeer peer, string address, Pod? other)
    {
        if (peer.IpBlock is { } block) return IsIn(block, address);
        if (other is null) return false;
        var isNear = peer.NamespaceSelector is { } selector ? Selects(selector, Namespaces[other.Metadata.Namespace]) : other.Metadata.Namespace == policy.Metadata.Namespace;
        return isNear && (peer.PodSelector is null || Selects(peer.PodSelector, other.Metadata.Labels));
    }

    /// <param name="reached">The pod whose port it is; null where it is none's.</param>
    private static bool IsPort(NetworkPolicyPort allowed, string protocol, int port, Pod? reached)
    {
        if ((allowed.Protocol ?? "TCP") != protocol) return false;
        if (allowed.Port is not { } wanted) return true;
        return wanted.IsString
            ? reached?.Spec.Containers.SelectMany(static c => c.Ports).Any(p => p.Name == wanted.Text && p.Protocol == protocol && p.ContainerPortValue == port) == true
            : wanted.Number <= port && port <= (allowed.EndPort ?? wanted.Number);
    }

    private static bool IsIn(IPBlock block, string address) => IPNetwork.Parse(block.Cidr).Contains(IPAddress.Parse(address)) && !block.Except.Any(range => IPNetwork.Parse(range).Contains(IPAddress.Parse(address)));

    private static bool Selects(LabelSelector selector, IReadOnlyDictionary<string, string> labels) => selector.MatchLabels.All(label => labels.GetValueOrDefault(label.Key) == label.Value);

    private static bool IsMeant(Pod pod) => !pod.Spec.HostNetwork && pod.Status.Phase == PodPhase.Running;

    private static Pod Pod(Script script, int number) => new()
    {
        Metadata = new ObjectMeta { Name = $"pod-{number}", Uid = $"uid-{number}", Namespace = script.Pick(["a", "b"]), Labels = Make.Labels($"app={script.Pick(["x", "y"])}") },
        Spec = new PodSpec
        {
            NodeName = script.Pick(["n1", "n2"]), HostNetwork = script.Choose(6) == 1,
            Containers = [new() { Name = "c", Ports = [new() { Name = "web", ContainerPortValue = script.Pick([80, 81]), Protocol = script.Pick(["TCP", "TCP", "UDP"]) }] }],
        },
        Status = new PodStatus { Phase = script.Choose(6) == 1 ? PodPhase.Succeeded : PodPhase.Running, PodIP = script.Choose(6) == 1 ? "" : $"10.244.0.{number}" },
    };

    private static NetworkPolicy Policy(Script script, string name) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = script.Pick(["a", "a", "b"]) },
        Spec = new NetworkPolicySpec
        {
            PodSelector = App(script), PolicyTypes = script.Pick<string[]>([[PolicyType.Ingress], [PolicyType.Egress], [PolicyType.Ingress, PolicyType.Egress]]),
            Ingress = [.. Enumerable.Range(0, script.Choose(3)).Select(_ => new NetworkPolicyIngressRule { From = Peers(script), Ports = Ports(script) })],
            Egress = [.. Enumerable.Range(0, script.Choose(3)).Select(_ => new NetworkPolicyEgressRule { To = Peers(script), Ports = Ports(script) })],
        },
    };

    private static NetworkPolicyPeer[] Peers(Script script) => [.. Enumerable.Range(0, script.Choose(3)).Select(_ => script.Choose(3) switch
    {
        0 => new NetworkPolicyPeer { IpBlock = new IPBlock { Cidr = script.Pick(["192.0.2.0/24", "0.0.0.0/0", "0.0.0.0/0", "fd00::/64"]), Except = script.Pick<string[]>([[], ["192.0.2.128/25", "10.244.0.2/31"]]) } },
        1 => new NetworkPolicyPeer { PodSelector = App(script) },
        _ => new NetworkPolicyPeer { NamespaceSelector = script.Choose(2) == 0 ? new() : Make.Selector("team=y"), PodSelector = script.Choose(2) == 0 ? null : App(script) },
    })];

    private static NetworkPolicyPort[] Ports(Script script) => [.. Enumerable.Range(0, script.Choose(3)).Select(_ => script.Choose(5) switch
    {
        0 or 4 => new NetworkPolicyPort { Port = "web", Protocol = script.Pick([null, "UDP"]) },
        1 => new NetworkPolicyPort { Port = 80, EndPort = 90 },
        2 => new NetworkPolicyPort { Protocol = "UDP" },
        _ => new NetworkPolicyPort { Port = script.Pick([80, 443]) },
    })];

    private static LabelSelector App(Script script) => script.Choose(2) == 0 ? new() : Make.Selector($"app={script.Pick(["x", "y"])}");
}
