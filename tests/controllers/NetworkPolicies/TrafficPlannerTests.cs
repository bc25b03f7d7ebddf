using Orleans.Kube.Controllers.NetworkPolicies;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Tests.NetworkPolicies;

public sealed class TrafficPlannerTests
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Namespaces = new()
    {
        ["shop"] = Make.Labels("team=shop"), ["ops"] = Make.Labels("team=ops"), ["play"] = Make.Labels("team=shop"),
    };

    private static readonly Pod[] Pods =
    [
        Pod("shop", "web", 1, "here"), Pod("shop", "db", 2, "here"), Pod("shop", "db", 3, "there"), Pod("ops", "web", 4, "there"), Pod("play", "web", 5, "there"),
    ];

    [Fact]
    public void Pods_that_no_policy_selects_are_not_mentioned()
    {
        Plan([]).ShouldBeEmpty();
        Plan([Policy("ops", "", [PolicyType.Ingress]), Policy("shop", "app=none", [PolicyType.Ingress])]).ShouldBeEmpty();
    }

    [Fact]
    public void A_policy_without_rules_closes_its_direction_alone()
    {
        var traffic = Plan([Policy("shop", "app=web", [PolicyType.Ingress])]).ShouldHaveSingleItem();
        (traffic.Uid, traffic.Address, traffic.Egress).ShouldBe(("uid-1", "10.244.0.1", null));
        traffic.Ingress.ShouldNotBeNull().Rules.ShouldBeEmpty();
        Plan([Policy("shop", "", [PolicyType.Egress])]).Select(static t => (t.Address, t.Ingress, t.Egress!.Rules.Count)).ShouldBe([("10.244.0.1", null, 0), ("10.244.0.2", null, 0)]);
    }

    [Theory]
    [InlineData("app=web", null, "10.244.0.1/32")]
    [InlineData(null, "team=shop", "10.244.0.1/32 10.244.0.2/32 10.244.0.3/32 10.244.0.5/32")]
    [InlineData("app=web", "team=shop", "10.244.0.1/32 10.244.0.5/32")]
    [InlineData("", null, "10.244.0.1/32 10.244.0.2/32 10.244.0.3/32")]
    [InlineData("", "", "10.244.0.1/32 10.244.0.2/32 10.244.0.3/32 10.244.0.4/32 10.244.0.5/32")]
    public void Selectors_of_peers_mean_the_addresses_of_pods(string? pods, string? namespaces, string expected)
    {
        var peer = new NetworkPolicyPeer { PodSelector = pods is null ? null : Selector(pods), NamespaceSelector = namespaces is null ? null : Selector(namespaces) };
        Rules(Policy("shop", "app=web", [PolicyType.Ingress], ingress: [new() { From = [peer] }])).ShouldHaveSingleItem().ShouldBe($"{expected} *");
    }

    [Fact]
    public void A_rule_whose_peers_are_not_there_allows_nothing()
    {
        Rules(Policy("shop", "app=web", [PolicyType.Ingress], ingress: [new() { From = [new() { PodSelector = Selector("app=none") }] }])).ShouldBeEmpty();
        Rules(Policy("shop", "app=web", [PolicyType.Ingress], ingress: [new() { From = [Block("fd00::/64")] }])).ShouldBeEmpty();
        Rules(Policy("shop", "app=web", [PolicyType.Ingress], ingress: [new()])).ShouldBe([" *"]);
    }

    [Fact]
    public void Policies_add_up() =>
        Rules(
            Policy("shop", "app=web", [PolicyType.Ingress], ingress: [new() { From = [Block("192.0.2.0/24")], Ports = [new() { Port = 80 }] }]),
            Policy("shop", "", [PolicyType.Ingress]) with { Metadata = new() { Namespace = "shop", Name = "closed" } },
            Policy("shop", "", [PolicyType.Ingress], ingress: [new() { Ports = [new() { Protocol = "UDP", Port = 5000, EndPort = 6000 }, new() { Protocol = "UDP" }] }]))
            .ShouldBe(["192.0.2.0/24 TCP:80-80", " UDP:5000-6000,UDP:0-0"]);

    [Fact]
    public void A_named_port_is_that_of_the_pod_that_is_reached()
    {
        Rules(Policy("shop", "app=web", [PolicyType.Ingress], ingress: [new() { Ports = [new() { Port = "http" }] }])).ShouldBe([" TCP:8001-8001"]);
        Rules(Policy("shop", "app=web", [PolicyType.Ingress], ingress: [new() { Ports = [new() { Port = "grpc" }] }])).ShouldBeEmpty();
        var outgoing = Policy("shop", "app=web", [PolicyType.Egress], egress: [new() { To = [new() { PodSelector = Selector("app=db") }], Ports = [new() { Port = "http" }, new() { Port = 22 }] }]);
        Plan([outgoing]).Single().Egress!.Rules.Select(Text).ShouldBe(["10.244.0.2/32 10.244.0.3/32 TCP:22-22", "10.244.0.2/32 TCP:8002-8002", "10.244.0.3/32 TCP:8003-8003"]);
        outgoing = Policy("shop", "app=web", [PolicyType.Egress], egress: [new() { To = [Block("10.244.0.4/31")], Ports = [new() { Port = "http" }] }]);
        Plan([outgoing]).Single().Egress!.Rules.Select(Text).ShouldBe(["10.244.0.4/32 TCP:8004-8004", "10.244.0.5/32 TCP:8005-8005"]);
    }

    [Fact]
    public void Pods_of_the_nodes_network_and_finished_ones_are_left_alone()
    {
        var host = Pods[0] with { Spec = Pods[0].Spec with { HostNetwork = true } };
        var done = Pods[1] with { Status = Pods[1].Status with { Phase = PodPhase.Succeeded } };
        new TrafficPlanner(new TrafficView([Policy("shop", "", [PolicyType.Ingress], ingress: [new() { From = [new() { PodSelector = Selector("") }] }])], new[] { host, done, Pods[2] }.Select(TrafficPod.Of), Namespaces))
            .Plan("there").ShouldHaveSingleItem().Ingress!.Rules.Select(Text).ShouldBe(["10.244.0.3/32 *"]);
    }

    private static IReadOnlyList<PodTraffic> Plan(IReadOnlyList<NetworkPolicy> policies) => new TrafficPlanner(new TrafficView(policies, Pods.Select(TrafficPod.Of), Namespaces)).Plan("here");

    private static List<string> Rules(params NetworkPolicy[] policies) => [.. Plan(policies).First().Ingress!.Rules.Select(Text)];

    private static string Text(TrafficRule rule) =>
        $"{string.Join(' ', rule.Peers.Select(static p => p.Cidr))} {(rule.Ports.Count == 0 ? "*" : string.Join(',', rule.Ports.Select(static p => $"{p.Protocol}:{p.First}-{p.Last}")))}";

    private static NetworkPolicyPeer Block(string cidr) => new() { IpBlock = new IPBlock { Cidr = cidr } };

    private static LabelSelector Selector(string pair) => pair.Length == 0 ? new() : Make.Selector(pair);

    private static NetworkPolicy Policy(
        string @namespace, string pods, IReadOnlyList<string> types, IReadOnlyList<NetworkPolicyIngressRule>? ingress = null, IReadOnlyList<NetworkPolicyEgressRule>? egress = null) => new()
    {
        Metadata = new() { Namespace = @namespace, Name = $"p-{pods}" + (pods.Length == 0 ? "z" : "") },
        Spec = new() { PodSelector = Selector(pods), PolicyTypes = types, Ingress = ingress ?? [], Egress = egress ?? [] },
    };

    private static Pod Pod(string @namespace, string app, int number, string node) => new()
    {
        Metadata = new() { Namespace = @namespace, Name = $"{app}-{number}", Uid = $"uid-{number}", Labels = Make.Labels($"app={app}") },
        Spec = new() { NodeName = node, Containers = [new() { Name = "c", Ports = [new() { Name = "http", ContainerPortValue = 8000 + number, Protocol = "TCP" }] }] },
        Status = new() { Phase = PodPhase.Running, PodIP = $"10.244.0.{number}" },
    };
}
