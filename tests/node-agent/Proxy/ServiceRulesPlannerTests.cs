using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Proxy;
using EndpointPort = Orleans.Kube.Model.Discovery.EndpointPort;

namespace Orleans.Kube.NodeAgent.Tests.Proxy;

public sealed class ServiceRulesPlannerTests
{
    private static readonly ChainNames Names = new("agent");
    private static readonly ServiceRulesPlanner Planner = new(new ProxySettings { NodeName = "here", PodCidr = "10.244.0.0/24", Chains = Names });
    private static readonly Service Web = new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
        Spec = new ServiceSpec { ClusterIP = "10.96.0.7", Type = "NodePort", Ports = [new ServicePort { Name = "http", Port = 80, NodePort = 30080, Protocol = "TCP" }] },
    };

    [Fact]
    public void Pods_keep_their_address_towards_pods_of_other_machines_unless_their_own_node_has_to_stand_in()
    {
        var rules = Planner.Plan([], [], remotes: ["10.244.7.0/24"]).Nat.Chains[Names.Postrouting];

        rules[0].ShouldBe("-s 10.244.0.0/24 -d 10.244.7.0/24 -m mark ! --mark 0x4000/0x4000 -j ACCEPT");
        rules[1].ShouldBe("-m mark ! --mark 0x4000/0x4000 -j RETURN");
    }

    [Fact]
    public void A_service_balances_over_its_endpoints_in_equal_shares()
    {
        var rules = Planner.Plan([Web], [Slice("10.244.0.2", "10.244.0.3", "10.244.0.4")]);
        var chain = rules.Nat.Chains[Names.Service("default/web:http", "tcp")];
        chain.Count(r => r.Contains("--probability 0.3333333333") || r.Contains("--probability 0.5000000000") || r.EndsWith(Names.Endpoint("default/web:http", "tcp", "10.244.0.4:8080"))).ShouldBe(3);
        rules.Nat.Chains[Names.Services][0].ShouldContain("-d 10.96.0.7/32 -p tcp -m tcp --dport 80 -j " + Names.Service("default/web:http", "tcp"));
        rules.Nat.Chains[Names.Endpoint("default/web:http", "tcp", "10.244.0.2:8080")]
            .ShouldBe([$"-s 10.244.0.2/32 -j {Names.MarkForMasquerade}", "-p tcp -m tcp -j DNAT --to-destination 10.244.0.2:8080"]);
    }

    [Fact]
    public void A_node_port_is_masqueraded_so_that_answers_come_back_this_way() =>
        Planner.Plan([Web], [Slice("10.244.0.2")]).Nat.Chains[Names.External("default/web:http", "tcp")][0].ShouldBe($"-j {Names.MarkForMasquerade}");

    [Fact]
    public void External_addresses_and_those_of_load_balancers_are_ways_from_outside()
    {
        var balanced = Web with
        {
            Spec = Web.Spec with { Type = "LoadBalancer", ExternalIPs = ["192.0.2.9"], LoadBalancerSourceRanges = ["198.51.100.0/24"] },
            Status = new ServiceStatus { LoadBalancer = new LoadBalancerStatus { Ingress = [new LoadBalancerIngress { Ip = "192.0.2.1" }, new LoadBalancerIngress { Ip = "192.0.2.2", IpMode = "Proxy" }] } },
        };
        var rules = Planner.Plan([balanced], [Slice("10.244.0.2")]);
        var chain = Names.External("default/web:http", "tcp");

        rules.Nat.Chains[Names.Services].ShouldContain($"-m comment --comment \"default/web:http\" -d 192.0.2.9/32 -p tcp -m tcp --dport 80 -j {chain}");
        rules.Nat.Chains[Names.Services].ShouldContain($"-m comment --comment \"default/web:http\" -s 198.51.100.0/24 -d 192.0.2.1/32 -p tcp -m tcp --dport 80 -j {chain}");
        rules.Nat.Chains[Names.Services].ShouldNotContain(static r => r.Contains("192.0.2.2"));
        rules.Nat.Chains[chain][0].ShouldBe($"-j {Names.MarkForMasquerade}");
        rules.Filter.Chains[Names.Reject].ShouldContain("-m comment --comment \"default/web:http is not for this source\" -d 192.0.2.1/32 -p tcp -m tcp --dport 80 -j DROP");
    }

    [Fact]
    public void Load_balancers_are_told_of_the_endpoints_of_this_node()
    {
        var balanced = Web with { Spec = Web.Spec with { Type = "LoadBalancer", ExternalTrafficPolicy = "Local", HealthCheckNodePort = 30999 } };
        var there = Slice("10.244.1.2") with { Endpoints = [new Endpoint { Addresses = ["10.244.1.2"], NodeName = "there" }] };
        Planner.Plan([balanced], [Slice("10.244.0.2", "10.244.0.3"), there]).HealthChecks.ShouldBe([new HealthCheck(30999, "default", "web", 2)]);
        Planner.Plan([balanced], [there]).HealthChecks.ShouldBe([new HealthCheck(30999, "default", "web", 0)]);
        Planner.Plan([Web], [there]).HealthChecks.ShouldBeEmpty();
    }

    [Fact]
    public void Local_endpoints_alone_serve_those_who_come_from_outside_where_the_service_says_so()
    {
        var local = Web with { Spec = Web.Spec with { ExternalTrafficPolicy = "Local" } };
        var (here, there) = (Slice("10.244.0.2"), Slice("10.244.1.2") with { Endpoints = [new Endpoint { Addresses = ["10.244.1.2"], NodeName = "there" }] });
        var (outside, everywhere) = (Names.External("default/web:http", "tcp"), Names.Everywhere("default/web:http", "tcp"));

        var rules = Planner.Plan([local], [here, there]);
        rules.Nat.Chains[outside].ShouldBe(
        [
            $"-s 10.244.0.0/24 -j {everywhere}", $"-m addrtype --src-type LOCAL -j {Names.MarkForMasquerade}", $"-m addrtype --src-type LOCAL -j {everywhere}",
            $"-m comment --comment \"default/web:http -> 10.244.0.2:8080\" -j {Names.Endpoint("default/web:http", "tcp", "10.244.0.2:8080")}",
        ]);
        rules.Nat.Chains[everywhere].Length.ShouldBe(2);

        rules = Planner.Plan([local], [there]);
        rules.Nat.Chains[outside].Length.ShouldBe(3);
        rules.Filter.Chains[Names.Reject].ShouldContain("-m comment --comment \"default/web:http has no local endpoints\" -m addrtype --dst-type LOCAL -p tcp -m tcp --dport 30080 -j DROP");
    }

    [Fact]
    public void A_service_without_endpoints_refuses_at_once()
    {
        var rules = Planner.Plan([Web], []);
        rules.Filter.Chains[Names.Reject].Length.ShouldBe(3);
        rules.Filter.Chains[Names.Reject].ShouldAllBe(r => r.EndsWith("-j REJECT --reject-with icmp-port-unreachable"));
        rules.Nat.Chains[Names.NodePorts].ShouldBeEmpty();
    }

    [Fact]
    public void The_places_that_take_datagrams_are_told_with_their_endpoints()
    {
        var names = Web with { Spec = Web.Spec with { Ports = [Web.Spec.Ports[0] with { Protocol = "UDP" }] } };
        var udp = Planner.Plan([names], [Slice("10.244.0.2")]).Udp;
        udp.Keys.ShouldBe([new ServiceFront(System.Net.IPAddress.Parse("10.96.0.7"), 80), new ServiceFront(null, 30080)], ignoreOrder: true);
        udp.Values.ShouldAllBe(static e => e.Single().ToString() == "10.244.0.2:8080");
        Planner.Plan([Web], [Slice("10.244.0.2")]).Udp.ShouldBeEmpty();
    }

    [Fact]
    public void Leading_zeros_do_not_lead_to_another_address()
    {
        var odd = Web with { Spec = Web.Spec with { ClusterIP = "10.96.0.011", ExternalIPs = ["192.0.2.010"] } };
        var rules = Planner.Plan([odd], [Slice("10.244.0.012")]);
        rules.Nat.Chains[Names.Services].Count(static r => r.Contains("-d 10.96.0.11/32") || r.Contains("-d 192.0.2.10/32")).ShouldBe(2);
        Destinations(rules).ShouldBe(["10.244.0.12:8080"]);
    }

    [Fact]
    public void A_port_that_a_service_does_not_have_is_refused() =>
        Planner.Plan([Web], [Slice("10.244.0.2")]).Filter.Chains[Names.Reject]
            .ShouldBe(["-m comment --comment \"default/web has no such port\" -d 10.96.0.7/32 -j REJECT --reject-with icmp-port-unreachable"]);

    [Fact]
    public void Endpoints_that_are_not_ready_get_nothing_unless_all_are_ending()
    {
        var ending = new EndpointConditions { Ready = false, Serving = true, Terminating = true };
        var mixed = Slice("10.244.0.2") with { Endpoints = [new Endpoint { Addresses = ["10.244.0.2"] }, new Endpoint { Addresses = ["10.244.0.3"], Conditions = ending }] };
        Destinations(Planner.Plan([Web], [mixed])).ShouldBe(["10.244.0.2:8080"]);
        var last = mixed with { Endpoints = [new Endpoint { Addresses = ["10.244.0.3"], Conditions = ending }] };
        Destinations(Planner.Plan([Web], [last])).ShouldBe(["10.244.0.3:8080"]);
    }

    [Fact]
    public void Traffic_stays_in_the_zone_where_every_endpoint_says_for_whom_it_is_meant()
    {
        var here = new Endpoint { Addresses = ["10.244.0.2"], Hints = new EndpointHints { ForZones = [new ForZone { Name = "a" }] } };
        var there = new Endpoint { Addresses = ["10.244.1.2"], Hints = new EndpointHints { ForZones = [new ForZone { Name = "b" }] } };
        var slice = Slice("10.244.0.2") with { Endpoints = [here, there] };

        Destinations(Planner.Plan([Web], [slice], zone: "a")).ShouldBe(["10.244.0.2:8080"]);
        Destinations(Planner.Plan([Web], [slice])).Count().ShouldBe(2, "this node is in no zone");
        Destinations(Planner.Plan([Web], [slice], zone: "c")).Count().ShouldBe(2, "none is meant for this zone");
        Destinations(Planner.Plan([Web], [slice with { Endpoints = [here, there with { Hints = null }] }], zone: "a")).Count().ShouldBe(2, "one does not say");
    }

    [Fact]
    public void The_node_answers_for_the_dns_service_until_pods_do()
    {
        var dns = new Service
        {
            Metadata = new ObjectMeta { Name = "kube-dns", Namespace = "kube-system" },
            Spec = new ServiceSpec { ClusterIP = "10.96.0.10", Ports = [new ServicePort { Name = "dns", Port = 53, Protocol = "UDP" }] },
        };
        var pods = Slice("10.244.0.9") with
        {
            Metadata = new ObjectMeta { Name = "kube-dns-1", Namespace = "kube-system", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "kube-dns" } },
            Ports = [new EndpointPort { Name = "dns", Port = 53, Protocol = "UDP" }],
        };
        var here = new System.Net.IPEndPoint(System.Net.IPAddress.Parse("10.244.0.1"), 10053);

        Destinations(Planner.Plan([dns], [], here)).ShouldBe(["10.244.0.1:10053"]);
        Planner.Plan([dns], [], here).Filter.Chains[Names.Input].ShouldContain("-s 10.244.0.0/24 -d 10.244.0.1/32 -p udp -m udp --dport 10053 -j ACCEPT");
        Destinations(Planner.Plan([dns], [pods], here)).ShouldBe(["10.244.0.9:53"]);
        Planner.Plan([dns], []).Filter.Chains[Names.Reject].ShouldContain(r => r.Contains("--dport 53"));
    }

    [Fact]
    public void Client_affinity_remembers_the_endpoint()
    {
        var sticky = Web with { Spec = Web.Spec with { SessionAffinity = "ClientIP" } };
        var rules = Planner.Plan([sticky], [Slice("10.244.0.2")]);
        rules.Nat.Chains[Names.Service("default/web:http", "tcp")].ShouldContain(r => r.StartsWith("-m recent --rcheck --seconds 10800"));
        rules.Nat.Chains[Names.Endpoint("default/web:http", "tcp", "10.244.0.2:8080")][1].ShouldContain("-m recent --set");
    }

    [Theory]
    [InlineData("service.kubernetes.io/service-proxy-name")]
    [InlineData("service.kubernetes.io/headless")]
    public void Services_that_are_left_to_others_have_no_rules(string label)
    {
        var other = Web with { Metadata = Web.Metadata with { Labels = new Dictionary<string, string> { [label] = "x" } } };
        var rules = Planner.Plan([other], [Slice("10.244.0.2")]);
        rules.Nat.Chains.Keys.ShouldNotContain(Names.Service("default/web:http", "tcp"));
        rules.Filter.Chains[Names.Reject].ShouldBeEmpty();
    }

    [Fact]
    public void Headless_and_external_services_have_no_rules() =>
        Planner.Plan([Web with { Spec = Web.Spec with { ClusterIP = "None" } }, Web with { Spec = Web.Spec with { Type = "ExternalName", ClusterIP = "" } }], [Slice("10.244.0.2")])
            .Nat.Chains.Keys.ShouldNotContain(Names.Service("default/web:http", "tcp"));

    [Fact]
    public void Only_chains_that_differ_are_loaded_and_those_that_are_gone_removed()
    {
        var (two, one) = (Planner.Plan([Web], [Slice("10.244.0.2", "10.244.0.3")]), Planner.Plan([Web], [Slice("10.244.0.2")]));
        RestoreText.Between(one, one, Nothing).ShouldBeEmpty();

        var text = RestoreText.Between(two, one, Nothing);

        var gone = Names.Endpoint("default/web:http", "tcp", "10.244.0.3:8080");
        text.ShouldContain($":{gone} - [0:0]\n");
        text.ShouldContain($"-X {gone}\n");
        text.ShouldNotContain($":{Names.Services} ");
        text.ShouldNotContain("*filter");
    }

    [Fact]
    public void Chains_of_an_earlier_run_go_when_the_rules_in_force_are_not_known() =>
        RestoreText.Between(null, Planner.Plan([], []), new Dictionary<string, IReadOnlyList<string>> { ["nat"] = ["KUBE-SVC-OLD"] }).ShouldContain("-X KUBE-SVC-OLD\n");

    [Fact]
    public void Names_of_chains_fit_the_kernel_and_tell_agents_apart()
    {
        Names.Endpoint("default/web:http", "tcp", "10.244.0.2:8080").Length.ShouldBeLessThanOrEqualTo(28);
        Names.IsOwn(Names.Postrouting).ShouldBeTrue();
        Names.IsOwn(Names.Service("a", "tcp")).ShouldBeTrue();
        Names.IsOwn(new ChainNames("other").Service("a", "tcp")).ShouldBeFalse();
    }

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Nothing = new Dictionary<string, IReadOnlyList<string>>();

    private static IEnumerable<string> Destinations(PacketRules rules) =>
        rules.Nat.Chains.Values.SelectMany(c => c).Where(r => r.Contains("--to-destination ")).Select(r => r.Split("--to-destination ")[1]);

    private static EndpointSlice Slice(params string[] addresses) => new()
    {
        Metadata = new ObjectMeta { Name = "web-1", Namespace = "default", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = "web" } },
        AddressType = "IPv4", Ports = [new EndpointPort { Name = "http", Port = 8080, Protocol = "TCP" }],
        Endpoints = [.. addresses.Select(a => new Endpoint { Addresses = [a], NodeName = "here" })],
    };
}
