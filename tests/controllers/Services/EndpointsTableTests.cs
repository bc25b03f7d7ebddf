using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Services;

/// <summary>Endpoints and slices of given pods, as Kubernetes has them.</summary>
public sealed class EndpointsTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Pods as name, phase, whether ready, whether being deleted; the addresses of Endpoints, those not ready in brackets; each endpoint of slices with ready, serving, terminating.</summary>
    [Theory]
    [InlineData("a/Running/r", false, "10.0.0.1", "a:yyn")]
    [InlineData("a/Running/u", false, "(10.0.0.1)", "a:nnn")]
    [InlineData("a/Running/u", true, "10.0.0.1", "a:ynn")]
    [InlineData("a/Running/rd", false, "", "a:nyy")]
    [InlineData("a/Running/ud", false, "", "a:nny")]
    [InlineData("a/Running/rd", true, "10.0.0.1", "a:yyy")]
    [InlineData("a/Running/ud", true, "10.0.0.1", "a:yny")]
    [InlineData("a/Failed/u", false, "", "")]
    [InlineData("a/Failed/u", true, "", "")]
    [InlineData("a/Succeeded/r", false, "", "")]
    [InlineData("a/Pending/u", false, "(10.0.0.1)", "a:nnn")]
    [InlineData("a/Running/r b/Running/u c/Running/r", false, "10.0.0.1 10.0.0.3 (10.0.0.2)", "a:yyn b:nnn c:yyn")]
    public void A_pod_is_where_its_state_puts_it(string pods, bool publishes, string addresses, string endpoints)
    {
        var service = Service([Port("", 80, 8080)]);
        service = service with { Spec = service.Spec with { PublishNotReadyAddresses = publishes } };
        var view = View(service, [.. pods.Split(' ').Select(Pod)]);
        Addresses(Endpoints(view).Subsets).ShouldBe(addresses);
        string.Join(' ', Slices(view).SelectMany(static s => s.Endpoints).Select(static e => $"{e.TargetRef!.Name}:{Flag(e.Conditions.Ready)}{Flag(e.Conditions.Serving)}{Flag(e.Conditions.Terminating)}")).ShouldBe(endpoints);

        static char Flag(bool? holds) => holds == true ? 'y' : 'n';
    }

    [Fact]
    public void Each_port_stands_once_with_all_who_serve_it()
    {
        var service = Service([Port("http", 80, "web"), Port("admin", 81, 9090), Port("dns", 53, 53, "UDP"), Port("lost", 82, "nowhere")]);
        var view = View(service, [Named(Pod("a/Running/r"), 8080), Named(Pod("b/Running/r"), 8081), Named(Pod("c/Running/u"), 8080)]);
        var subsets = Endpoints(view).Subsets.Select(static s => $"{string.Join(',', s.Ports.Select(static p => $"{p.Name}:{p.Port}/{p.Protocol}"))} {Addresses([s])}").ToList();
        subsets.ShouldBe(["admin:9090/TCP,dns:53/UDP 10.0.0.1 10.0.0.2 (10.0.0.3)", "http:8080/TCP 10.0.0.1 (10.0.0.3)", "http:8081/TCP 10.0.0.2"]);
        Slices(view).Select(static s => string.Join(' ', s.Endpoints.Select(static e => e.TargetRef!.Name))).Order().ShouldBe(["a c", "b"]);
    }

    [Theory]
    [InlineData("IPv4", "10.0.0.1,fd00::1", "10.0.0.1", "IPv4 10.0.0.1")]
    [InlineData("IPv4", "fd00::1,10.0.0.1", "10.0.0.1", "IPv4 10.0.0.1")]
    [InlineData("IPv6", "10.0.0.1,fd00::1", "fd00::1", "IPv6 fd00::1")]
    [InlineData("IPv6", "10.0.0.1", "", "IPv6 ")]
    [InlineData("IPv4,IPv6", "10.0.0.1,fd00::1", "10.0.0.1", "IPv4 10.0.0.1;IPv6 fd00::1")]
    [InlineData("IPv6,IPv4", "10.0.0.1,fd00::1", "fd00::1", "IPv6 fd00::1;IPv4 10.0.0.1")]
    [InlineData("IPv4,IPv6", "10.0.0.1", "10.0.0.1", "IPv4 10.0.0.1;IPv6 ")]
    [InlineData("IPv4", "010.000.0.1", "10.0.0.1", "IPv4 10.0.0.1")]
    [InlineData("", "10.0.0.1,fd00::1", "10.0.0.1", "IPv4 10.0.0.1")]
    public void Each_family_of_the_service_has_slices_and_the_first_one_Endpoints(string families, string ips, string addresses, string slices)
    {
        var service = Service([Port("", 80, 8080)]);
        service = service with { Spec = service.Spec with { IpFamilies = families.Split(',', StringSplitOptions.RemoveEmptyEntries) } };
        var pod = Pod("a/Running/r");
        pod = pod with { Status = pod.Status with { PodIP = ips.Split(',')[0], PodIPs = [.. ips.Split(',').Select(static ip => new PodIP { Ip = ip })] } };
        var view = View(service, [pod]);
        Addresses(Endpoints(view).Subsets).ShouldBe(addresses);
        string.Join(';', Slices(view).Select(static s => $"{s.AddressType} {string.Join(' ', s.Endpoints.SelectMany(static e => e.Addresses))}")).ShouldBe(slices);
    }

    [Theory]
    [InlineData("None", "headless", "")]
    [InlineData("10.96.0.7", "", null)]
    public void What_a_service_is_called_its_endpoints_are_called(string clusterIP, string had, string? headless)
    {
        var service = Service([Port("", 80, 8080)]);
        var labels = new Dictionary<string, string> { ["team"] = "a", ["endpointslice.kubernetes.io/managed-by"] = "me", ["kubernetes.io/service-name"] = "other" };
        if (had.Length == 0) labels["service.kubernetes.io/headless"] = "mine";
        service = service with { Metadata = service.Metadata with { Labels = labels }, Spec = service.Spec with { ClusterIP = clusterIP } };
        var view = View(service, [Pod("a/Running/r")]);
        var slice = Slices(view).ShouldHaveSingleItem().Metadata.Labels;
        (slice["team"], slice["endpointslice.kubernetes.io/managed-by"], slice["kubernetes.io/service-name"], slice.GetValueOrDefault("service.kubernetes.io/headless"))
            .ShouldBe(("a", "endpointslice-controller.k8s.io", "web", headless));
        var endpoints = Endpoints(view).Metadata.Labels;
        (endpoints["team"], endpoints["endpoints.kubernetes.io/managed-by"], endpoints.GetValueOrDefault("service.kubernetes.io/headless")).ShouldBe(("a", "endpoint-controller", headless));
    }

    [Fact]
    public void A_headless_service_without_ports_has_addresses_all_the_same()
    {
        var service = Service([]);
        var view = View(service with { Spec = service.Spec with { ClusterIP = "None" } }, [Pod("a/Running/r"), Pod("b/Running/u")]);
        Addresses(Endpoints(view).Subsets).ShouldBe("10.0.0.1 (10.0.0.2)");
        Endpoints(view).Subsets.ShouldHaveSingleItem().Ports.ShouldBeEmpty();
        var slice = Slices(view).ShouldHaveSingleItem();
        (slice.Ports.Count, slice.Endpoints.Count).ShouldBe((0, 2));
    }

    [Fact]
    public void A_slice_that_is_not_needed_any_more_is_used_for_what_would_need_a_new_one()
    {
        var pod = Pod("a/Running/r");
        var before = Slices(View(Service([Port("", 80, 8080)]), [pod])).Select(static s => s with { Metadata = s.Metadata with { Name = "web-1" } }).ToArray();
        var moved = Slices(View(Service([Port("", 80, 9090)]), [pod]) with { Slices = before });
        (moved.ShouldHaveSingleItem().Metadata.Name, moved[0].Ports[0].Port).ShouldBe(("web-1", 9090));

        var empty = Slices(View(Service([Port("", 80, 8080)]), []) with { Slices = before });
        (empty.ShouldHaveSingleItem().Metadata.Name, empty[0].Endpoints.Count, empty[0].Ports.Count).ShouldBe(("web-1", 0, 0));
        SlicePlanner.Plan(View(Service([Port("", 80, 8080)]), []) with { Slices = empty }, new RandomIdSource(new Random(1))).ShouldBeEmpty();

        var filled = Slices(View(Service([Port("", 80, 8080)]), [pod]) with { Slices = empty });
        (filled.ShouldHaveSingleItem().Metadata.Name, filled[0].Endpoints.Count, filled[0].Ports[0].Port).ShouldBe(("web-1", 1, 8080));
    }

    [Fact]
    public void Slices_of_a_family_that_the_service_does_not_have_any_more_go()
    {
        var service = Service([Port("", 80, 8080)]);
        var both = service with { Spec = service.Spec with { IpFamilies = ["IPv4", "IPv6"] } };
        var slices = Slices(View(both, [Pod("a/Running/r")])).Select(static s => s with { Metadata = s.Metadata with { Name = s.AddressType } }).ToArray();
        SlicePlanner.Plan(View(service, [Pod("a/Running/r")]) with { Slices = slices }, new RandomIdSource(new Random(1)))
            .ShouldHaveSingleItem().ShouldBeOfType<ObjectDeletion>().Key.Name.ShouldBe("IPv6");
    }

    [Fact]
    public void Mirrored_endpoints_are_first_brought_into_form()
    {
        var service = new Service { Metadata = new ObjectMeta { Name = "out", Namespace = "default", Uid = "s" } };
        var endpoints = new Endpoints
        {
            Metadata = new ObjectMeta { Name = "out", Namespace = "default", Uid = "e" },
            Subsets =
            [
                new EndpointSubset { Addresses = [Address("10.0.0.1"), Address("10.0.0.2")], Ports = [new Model.Core.EndpointPort { Name = "a", Port = 80, Protocol = "TCP" }] },
                new EndpointSubset { Addresses = [Address("10.0.0.1")], NotReadyAddresses = [Address("10.0.0.2")], Ports = [new Model.Core.EndpointPort { Name = "a", Port = 80, Protocol = "TCP" }] },
                new EndpointSubset { Addresses = [Address("10.0.0.1"), Address("010.0.0.3")], Ports = [new Model.Core.EndpointPort { Name = "b", Port = 81, Protocol = "TCP" }] },
            ],
        };
        var slices = MirrorPlanner.Plan(service, endpoints, [], new RandomIdSource(new Random(1))).Cast<ObjectCreation>().Select(static c => (EndpointSlice)c.Content)
            .Select(static s => $"{s.Ports[0].Name} {string.Join(' ', s.Endpoints.Select(static e => e.Addresses[0] + (e.Conditions.Ready == true ? "" : "!")).Order())}").Order();
        slices.ShouldBe(["a 10.0.0.1 10.0.0.2!", "b 10.0.0.1 10.0.0.3"]);
        MirrorPlanner.Skipped(service, endpoints).ShouldBeEmpty();
        var bad = endpoints with { Subsets = [endpoints.Subsets[0] with { Addresses = [Address("10.0.0.1"), Address("nonsense")] }] };
        MirrorPlanner.Skipped(service, bad).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            static e => e.Reason.ShouldBe("InvalidIPAddress"), static e => e.Message.ShouldBe("Skipped 1 invalid IP addresses when mirroring to EndpointSlices"));
    }

    private static EndpointAddress Address(string ip) => new() { Ip = ip };

    private static string Addresses(IEnumerable<EndpointSubset> subsets) =>
        string.Join(' ', subsets.SelectMany(static s => s.Addresses.Select(static a => a.Ip).Concat(s.NotReadyAddresses.Select(static a => $"({a.Ip})"))));

    private static Endpoints Endpoints(ServiceView view) => (Endpoints)((ObjectCreation)EndpointsPlanner.Plan(view)!).Content;

    /// <summary>The slices that there are afterwards.</summary>
    private static EndpointSlice[] Slices(ServiceView view)
    {
        var writes = SlicePlanner.Plan(view, new RandomIdSource(new Random(1)));
        return [.. writes.Select(static w => w switch { ObjectCreation c => (EndpointSlice)c.Content, ObjectReplacement r => (EndpointSlice)r.Content, _ => throw new InvalidOperationException() })];
    }

    private static ServiceView View(Service service, IReadOnlyList<Pod> pods) => new(service, pods, [], null, new Dictionary<string, string>());

    private static Service Service(IReadOnlyList<ServicePort> ports) => new()
    {
        ApiVersion = "v1", Kind = "Service", Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "s" },
        Spec = new ServiceSpec { Selector = Make.Labels("app=web"), Ports = ports, ClusterIP = "10.96.0.7" },
    };

    private static ServicePort Port(string name, int port, IntOrString target, string protocol = "TCP") => new() { Name = name, Port = port, TargetPort = target, Protocol = protocol };

    private static Pod Named(Pod pod, int port) => pod with
    {
        Spec = pod.Spec with { Containers = [new Container { Name = "main", Ports = [new ContainerPort { Name = "web", ContainerPortValue = port, Protocol = "TCP" }] }] },
    };

    /// <param name="text">The name, the phase, and r when ready, d when being deleted: <c>a/Running/rd</c>.</param>
    private static Pod Pod(string text)
    {
        var parts = text.Split('/');
        var ip = $"10.0.0.{parts[0][0] - 'a' + 1}";
        return new Pod
        {
            Metadata = new ObjectMeta { Name = parts[0], Namespace = "default", Uid = parts[0], DeletionTimestamp = parts[2].Contains('d') ? Now : null },
            Status = new PodStatus
            {
                Phase = parts[1], PodIP = ip, PodIPs = [new PodIP { Ip = ip }],
                Conditions = [new PodCondition { Type = "Ready", Status = parts[2].Contains('r') ? "True" : "False" }],
            },
        };
    }
}
