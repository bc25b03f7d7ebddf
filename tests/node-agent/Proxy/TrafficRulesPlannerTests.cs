using Orleans.Kube.Model.Networking;
using Orleans.Kube.NodeAgent.Proxy;

namespace Orleans.Kube.NodeAgent.Tests.Proxy;

public sealed class TrafficRulesPlannerTests
{
    private static readonly ChainNames Names = new("agent");
    private static readonly TrafficRulesPlanner Planner = new(new ProxySettings { NodeName = "here", PodCidr = "10.244.0.0/24", Chains = Names });

    [Fact]
    public void Without_isolated_pods_everything_passes() => Planner.Plan(new NodeTraffic()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
        static chain => chain.Key.ShouldBe(Names.Policies),
        static chain => chain.Value.ShouldBeEmpty());

    [Fact]
    public void A_pod_without_rules_receives_answers_and_what_it_sends_itself_alone()
    {
        var chains = Plan(new PodTraffic { Uid = "u", Address = "10.244.0.7", Ingress = new() });
        chains[Names.Policies].ShouldBe([$"-d 10.244.0.7/32 -j {Names.Ingress("u")}"]);
        chains[Names.Ingress("u")].ShouldBe(
        [
            "-m conntrack --ctstate RELATED,ESTABLISHED -j RETURN",
            "-s 10.244.0.7/32 -j RETURN",
            "-j MARK --and-mark 0xffffdfff",
            "-m mark ! --mark 0x2000/0x2000 -j DROP",
        ]);
    }

    [Fact]
    public void What_a_rule_allows_is_marked()
    {
        var rule = new TrafficRule
        {
            Peers = [new() { Cidr = "10.244.1.2/32" }, new() { Cidr = "192.0.2.0/24", Except = ["192.0.2.7/32"] }],
            Ports = [new() { Protocol = "TCP", First = 80, Last = 80 }, new() { Protocol = "UDP", First = 5000, Last = 6000 }, new() { Protocol = "SCTP" }],
        };
        var chains = Plan(new PodTraffic { Uid = "u", Address = "10.244.0.7", Egress = new() { Rules = [rule, new() { Ports = rule.Ports }] } });
        var block = Names.Allowing(["-d 192.0.2.7/32 -j RETURN", "-j MARK --or-mark 0x2000"]);
        string[] peers = ["-d 10.244.1.2/32 -j MARK --or-mark 0x2000", $"-d 192.0.2.0/24 -j {block}"];
        chains[Names.Egress("u")].Skip(3).SkipLast(1).ShouldBe(
        [
            $"-p tcp -m tcp --dport 80 -j {Names.Allowing(peers)}", $"-p udp -m udp --dport 5000:6000 -j {Names.Allowing(peers)}", $"-p sctp -j {Names.Allowing(peers)}",
            "-p tcp -m tcp --dport 80 -j MARK --or-mark 0x2000", "-p udp -m udp --dport 5000:6000 -j MARK --or-mark 0x2000", "-p sctp -j MARK --or-mark 0x2000",
        ]);
        chains[Names.Allowing(peers)].ShouldBe(peers);
        chains[block].ShouldBe(["-d 192.0.2.7/32 -j RETURN", "-j MARK --or-mark 0x2000"]);
    }

    [Fact]
    public void Pods_share_the_chains_of_equal_rules()
    {
        var gate = new TrafficGate { Rules = [new() { Peers = [new() { Cidr = "10.244.1.2/32" }] }] };
        Plan(new PodTraffic { Uid = "a", Address = "10.244.0.7", Ingress = gate }, new PodTraffic { Uid = "b", Address = "10.244.0.8", Ingress = gate }).Count.ShouldBe(4);
    }

    [Fact]
    public void A_pod_without_an_address_waits() => Plan(new PodTraffic { Uid = "u", Ingress = new() }).ShouldHaveSingleItem();

    [Fact]
    public void Its_chains_belong_to_the_agent()
    {
        string[] chains = [Names.Policies, Names.Ingress("u"), Names.Egress("u"), Names.Allowing(["x"])];
        chains.ShouldAllBe(static chain => Names.IsOwn(chain) && chain.Length <= 28);
    }

    private static Dictionary<string, List<string>> Plan(params PodTraffic[] pods) => Planner.Plan(new NodeTraffic { Pods = pods }).ToDictionary(static c => c.Key, static c => c.Value.ToList());
}
