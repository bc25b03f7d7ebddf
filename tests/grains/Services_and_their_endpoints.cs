using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Tests;

public sealed class Services_and_their_endpoints
{
    [Fact]
    public async Task Services_created_at_once_get_addresses_and_ports_of_their_own()
    {
        await using var cluster = await Cluster.StartAsync();
        var services = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => cluster.CreateAsync(NodePort($"web-{i}"))));
        services.Select(static s => s.Spec.ClusterIP).ShouldBeUnique();
        services.Select(static s => s.Spec.Ports[0].NodePort).ShouldBeUnique();
        services.ShouldAllBe(static s => s.Spec.Ports[0].NodePort >= 30000 && s.Spec.Ports[0].NodePort <= 32767);
        services.ShouldAllBe(static s => s.Spec.ClusterIPs.Single() == s.Spec.ClusterIP && s.Spec.IpFamilyPolicy == "SingleStack");
    }

    [Fact]
    public async Task Chosen_values_are_honoured_and_given_once()
    {
        await using var cluster = await Cluster.StartAsync();
        var first = NodePort("first", 30080);
        var created = await cluster.CreateAsync(first with { Spec = first.Spec with { ClusterIP = "10.96.0.50" } });
        (created.Spec.ClusterIP, created.Spec.Ports[0].NodePort).ShouldBe(("10.96.0.50", 30080));
        var second = NodePort("second");
        Cluster.Refused(await cluster.TryCreateAsync(second with { Spec = second.Spec with { ClusterIP = "10.96.0.50" } })).Message.ShouldBe(
            "Service \"second\" is invalid: spec.clusterIPs: Invalid value: []string{\"10.96.0.50\"}: failed to allocate IP 10.96.0.50: provided IP is already allocated");
        Cluster.Refused(await cluster.TryCreateAsync(NodePort("third", 30080))).Message.ShouldBe(
            "Service \"third\" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated");

        await cluster.DeleteAsync(created);
        (await cluster.CreateAsync(NodePort("third", 30080))).Spec.Ports[0].NodePort.ShouldBe(30080);
    }

    [Fact]
    public async Task A_service_tells_why_zones_are_not_in_proportion_when_they_come_to_be_and_when_no_longer()
    {
        const string Mode = "service.kubernetes.io/topology-mode";
        await using var cluster = await Cluster.StartAsync(routes: true);
        var service = await cluster.CreateAsync(Objects.Service("web"));
        foreach (var zone in (string[])["a", "b"])
        {
            var node = Objects.Node($"node-{zone}");
            await cluster.CreateAsync(node with { Metadata = node.Metadata with { Labels = new Dictionary<string, string> { [ServiceFacts.ZoneLabel] = zone } } });
            await cluster.PatchAsync(node, """{"status":{"allocatable":{"cpu":"4"},"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}""", subresource: "status");
        }

        await cluster.RunPodAsync("one", "10.244.0.5", node: "node-a");
        await cluster.PatchAsync(service, $"{{\"metadata\":{{\"annotations\":{{\"{Mode}\":\"Auto\"}}}}}}");
        await Told("Insufficient number of endpoints (1 endpoints, 2 zones), addressType: IPv4");
        await cluster.RunPodAsync("two", "10.244.0.6", node: "node-b");
        await Told("Topology Aware Hints has been enabled, addressType: IPv4");
        await cluster.PatchAsync(service, $"{{\"metadata\":{{\"annotations\":{{\"{Mode}\":null}}}}}}");
        await Told("Topology Aware Hints has been disabled, addressType: IPv4");

        Task Told(string message) => cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Any(o => o.As<Event>().Message == message));
    }

    [Fact]
    public async Task Services_get_addresses_from_more_ranges_once_they_are_ready()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(new ServiceCIDR { ApiVersion = "networking.k8s.io/v1", Kind = "ServiceCIDR", Metadata = new() { Name = "more" }, Spec = new() { Cidrs = ["192.168.7.0/24"] } });
        await cluster.EventuallyAsync(static view => view.List(Resources.ServiceCIDRs).Any(static o => ServiceRangePlanner.IsReady(o.As<ServiceCIDR>())));
        var web = Objects.Service("web");
        web = await cluster.CreateAsync(web with { Spec = web.Spec with { ClusterIP = "192.168.7.9" } });
        await cluster.EventuallyAsync(static view => view.Find(new ObjectKey(Resources.IPAddresses, "", "192.168.7.9")) is not null);

        await cluster.DeleteAsync(cluster.Ledger.Current.Find(new ObjectKey(Resources.ServiceCIDRs, "", "more"))!.As<ServiceCIDR>());
        await cluster.EventuallyAsync(static view => Condition(view) is { Status: "False", Reason: "Terminating" });
        var db = Objects.Service("db");
        Cluster.Refused(await cluster.TryCreateAsync(db with { Spec = db.Spec with { ClusterIP = "192.168.7.10" } })).Message.ShouldBe(
            "Service \"db\" is invalid: spec.clusterIPs: Invalid value: []string{\"192.168.7.10\"}: failed to allocate IP 192.168.7.10: the provided network does not match the current range");
        await cluster.DeleteAsync(web);
        await cluster.PassAsync(TimeSpan.FromSeconds(11), static view => view.Find(new ObjectKey(Resources.ServiceCIDRs, "", "more")) is null);

        static Condition? Condition(IClusterView view) => view.Find(new ObjectKey(Resources.ServiceCIDRs, "", "more"))?.As<ServiceCIDR>().Status.Conditions.SingleOrDefault();
    }

    [Fact]
    public async Task Addresses_that_are_shown_as_something_elses_are_shown_anew_and_those_that_no_service_has_go()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var web = await cluster.CreateAsync(Objects.Service("web"));
        var key = new ObjectKey(Resources.IPAddresses, "", web.Spec.ClusterIP);
        await cluster.EventuallyAsync(view => view.Find(key) is not null);
        var shown = cluster.Ledger.Current.Find(key)!.As<IPAddress>();
        var stray = shown with { Metadata = new ObjectMeta { Name = "10.96.99.99", Labels = shown.Metadata.Labels } };
        await cluster.CreateAsync(stray);
        var foreign = stray with { Metadata = new ObjectMeta { Name = "10.96.99.98" } };
        await cluster.CreateAsync(foreign);

        await cluster.WriteBehindTheGrainAsync(shown with { Spec = new() { ParentRef = new() { Group = "example.com", Resource = "gateways", Name = "g" } } });
        await cluster.EventuallyAsync(view => view.Find(key)?.As<IPAddress>().Spec.ParentRef is { Resource: "services", Name: "web" });
        await cluster.EventuallyAsync(view => Told(view, "ClusterIPNotAllocated", $"the ClusterIP [IPv4]: {key.Name} for Service default/web has a wrong reference; repairing"));

        await cluster.PassAsync(TimeSpan.FromMinutes(1), view => view.Find(Cluster.Key(stray)) is null);
        await cluster.EventuallyAsync(view => Told(view, "IPAddressWrongReference", "IPAddress: 10.96.99.99 for Service default/web has a wrong reference; cleaning up"));
        cluster.Ledger.Current.Find(Cluster.Key(foreign)).ShouldNotBeNull("nobody here gave it");

        static bool Told(IClusterView view, string reason, string message) =>
            view.List(Resources.Events).Select(static o => o.As<Event>()).Any(e => (e.Reason, e.Message) == (reason, message));
    }

    [Fact]
    public async Task An_address_that_somebody_removes_is_shown_again()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var web = await cluster.CreateAsync(Objects.Service("web"));
        var key = new ObjectKey(Resources.IPAddresses, "", web.Spec.ClusterIP);
        await cluster.EventuallyAsync(view => view.Find(key) is not null);
        var before = cluster.Ledger.Current.Find(key)!.As<IPAddress>();
        await cluster.DeleteAsync(before);
        await cluster.EventuallyAsync(view => view.Find(key) is { } after && after.Header.Uid != before.Metadata.Uid);
        await cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Select(static o => o.As<Event>()).Any(e => e.InvolvedObject.Name == "web"
            && (e.Reason, e.Message) == ("ClusterIPNotAllocated", $"Cluster IP [IPv4]: {web.Spec.ClusterIP} is not allocated; repairing")));
    }

    [Fact]
    public async Task An_address_is_shown_as_that_of_the_service_that_has_it_whatever_was_left_behind()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        foreach (var (address, service) in new[] { ("10.96.0.7", "gone"), ("10.96.0.8", "web") })
        {
            await cluster.CreateAsync(new IPAddress
            {
                ApiVersion = "networking.k8s.io/v1", Kind = "IPAddress", Metadata = new() { Name = address }, Spec = new() { ParentRef = new() { Resource = "services", Namespace = "default", Name = service } },
            });
        }

        var web = Objects.Service("web");
        await cluster.CreateAsync(web with { Spec = web.Spec with { ClusterIP = "10.96.0.7" } });
        await cluster.EventuallyAsync(static view => Shown(view, "10.96.0.7") == "web" && Shown(view, "10.96.0.8") is null);

        static string? Shown(IClusterView view, string address) => view.Find(new ObjectKey(Resources.IPAddresses, "", address))?.As<IPAddress>().Spec.ParentRef!.Name;
    }

    [Fact]
    public async Task Endpoints_that_are_refused_are_told_of()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var hard = new Dictionary<string, Quantity> { ["count/endpoints"] = Quantity.Zero, ["count/endpointslices.discovery.k8s.io"] = Quantity.Zero };
        await cluster.CreateAsync(new ResourceQuota { ApiVersion = "v1", Kind = "ResourceQuota", Metadata = new ObjectMeta { Name = "none", Namespace = "default" }, Spec = new ResourceQuotaSpec { Hard = hard } });
        await cluster.CreateAsync(Objects.Service("web"));
        await Told("Endpoints", "FailedToCreateEndpoint", "Failed to create endpoint for service default/web: endpoints \"web\" is forbidden: exceeded quota: none,");
        await Told("Service", "FailedToUpdateEndpointSlices", "Error updating Endpoint Slices for Service default/web: failed to create EndpointSlice for Service default/web: endpointslices.discovery.k8s.io ");

        Task Told(string kind, string reason, string start) => cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Select(static o => o.As<Event>())
            .Any(e => e.Reason == reason && (e.InvolvedObject.Kind, e.InvolvedObject.Name) == (kind, "web") && e.Message.StartsWith(start, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_service_keeps_its_address_and_gives_back_ports_that_it_no_longer_wants()
    {
        await using var cluster = await Cluster.StartAsync();
        var created = await cluster.CreateAsync(NodePort("web", 30100));
        var replaced = await cluster.ReplaceAsync(Objects.Service("web"));
        replaced.Spec.ClusterIP.ShouldBe(created.Spec.ClusterIP);
        replaced.Spec.Ports[0].NodePort.ShouldBe(0);
        (await cluster.CreateAsync(NodePort("other", 30100))).Spec.Ports[0].NodePort.ShouldBe(30100);
    }

    [Fact]
    public async Task Endpoints_do_not_wait_for_a_clock_that_was_set_back()
    {
        await using var cluster = await Cluster.StartAsync(routes: true, endpointInterval: TimeSpan.FromSeconds(1));
        await cluster.CreateAsync(Objects.Service("web"));
        await cluster.RunPodAsync("web-1", "10.244.0.1");
        await cluster.PassAsync(TimeSpan.FromSeconds(1), view => Ready(view).Count == 1);
        await cluster.SettleAsync();
        cluster.Time.Set(TimeSpan.FromHours(-1));
        await cluster.RunPodAsync("web-2", "10.244.0.2");
        await cluster.PassAsync(TimeSpan.FromSeconds(2), view => Ready(view).Count == 2);

        static List<string> Ready(IClusterView view) =>
            [.. view.List(Resources.EndpointSlices, "default").SelectMany(static o => o.As<EndpointSlice>().Endpoints).Where(static e => e.Conditions.Ready == true).SelectMany(static e => e.Addresses)];
    }

    [Theory]
    [InlineData(ServiceType.ClusterIP)]
    [InlineData(ServiceType.ExternalName)]
    public async Task A_load_balancer_that_becomes_another_type_gives_back_what_only_it_has(string type)
    {
        await using var cluster = await Cluster.StartAsync();
        var service = NodePort("web");
        service = await cluster.CreateAsync(service with
        {
            Spec = service.Spec with { Type = ServiceType.LoadBalancer, LoadBalancerClass = "example.com/lb", ExternalTrafficPolicy = ServiceExternalTrafficPolicy.Local },
        });
        service.Spec.HealthCheckNodePort.ShouldNotBe(0);
        await cluster.PatchAsync(service, """{"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}}""", subresource: "status");
        var changed = await cluster.PatchAsync(service, $$$"""{"spec":{"type":"{{{type}}}","externalName":"example.com"}}""");
        var spec = changed.Spec;
        (spec.ExternalTrafficPolicy, spec.LoadBalancerClass, spec.AllocateLoadBalancerNodePorts, spec.HealthCheckNodePort, spec.Ports[0].NodePort).ShouldBe(("", null, null, 0, 0));
        changed.Status.LoadBalancer.Ingress.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("None")]
    [InlineData("10.96.0.50")]
    public async Task An_address_that_may_not_change_is_refused_before_the_new_one_is_looked_at(string address)
    {
        await using var cluster = await Cluster.StartAsync();
        var service = NodePort("web");
        service = await cluster.CreateAsync(service with { Spec = service.Spec with { Type = "ClusterIP", ClusterIP = address, ClusterIPs = [address] } });
        var moved = service with { Spec = service.Spec with { ClusterIP = "192.0.2.9", ClusterIPs = ["192.0.2.9"] } };
        Cluster.Refused(await cluster.TryReplaceAsync(moved)).Message.ShouldBe(
            "Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: []string{\"192.0.2.9\"}: may not change once set");
    }

    [Fact]
    public async Task Slices_and_endpoints_follow_the_pods()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var service = await cluster.CreateAsync(Objects.Service("web"));
        await cluster.RunPodAsync("web-1", "10.244.0.1");
        await cluster.RunPodAsync("web-2", "10.244.0.2", ready: false);
        await cluster.RunPodAsync("db-1", "10.244.0.3", app: "db");

        await cluster.EventuallyAsync(view =>
            Slices(view).Count() == 1 && Ready(view).SequenceEqual(["10.244.0.1"]) && NotReady(view).SequenceEqual(["10.244.0.2"]));
        var slice = Slices(cluster.Ledger.Current).ShouldHaveSingleItem();
        slice.Metadata.Labels["kubernetes.io/service-name"].ShouldBe("web");
        slice.Metadata.OwnerReferences.ShouldHaveSingleItem().Uid.ShouldBe(service.Metadata.Uid);
        slice.Ports.ShouldHaveSingleItem().Port.ShouldBe(8080);
        await cluster.EventuallyAsync(view => view.Find(new ObjectKey(Resources.Endpoints, "default", "web"))?.As<Endpoints>() is { Subsets.Count: 1 } endpoints
            && endpoints.Subsets[0].Addresses.Count == 1 && endpoints.Subsets[0].NotReadyAddresses.Count == 1);

        await cluster.DeleteAsync(cluster.Find<Pod>("web-1")!, new DeleteOptions { GracePeriodSeconds = 0 });
        await cluster.PassAsync(TimeSpan.FromSeconds(1), view => !Ready(view).Any());

        await cluster.DeleteAsync(service);
        await cluster.EventuallyAsync(view => !Slices(view).Any() && view.Find(new ObjectKey(Resources.Endpoints, "default", "web")) is null);
    }

    [Fact]
    public async Task Endpoints_that_somebody_wrote_are_mirrored()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var service = Objects.Service("out");
        await cluster.CreateAsync(service with { Spec = service.Spec with { Selector = EmptyMap<string>.Value } });
        var written = await cluster.CreateAsync(External("10.1.2.3", 80));

        await cluster.EventuallyAsync(static view => Ready(view).SequenceEqual(["10.1.2.3"]));
        var slice = Slices(cluster.Ledger.Current).ShouldHaveSingleItem();
        (slice.Metadata.Labels["kubernetes.io/service-name"], slice.Metadata.Labels["endpointslice.kubernetes.io/managed-by"], slice.Ports.ShouldHaveSingleItem().Port)
            .ShouldBe(("out", "endpointslicemirroring-controller.k8s.io", 80));
        await cluster.ReplaceAsync(External("10.2.3.4", 9090));
        await cluster.PassAsync(TimeSpan.FromSeconds(1), static view => Ready(view).SequenceEqual(["10.2.3.4"]) && Slices(view).Single().Ports.Single().Port == 9090);
        await cluster.DeleteAsync(written);
        await cluster.EventuallyAsync(static view => !Slices(view).Any());
    }

    private static Endpoints External(string address, int port) => new()
    {
        ApiVersion = "v1",
        Kind = "Endpoints",
        Metadata = new ObjectMeta { Name = "out", Namespace = "default" },
        Subsets = [new EndpointSubset { Addresses = [new EndpointAddress { Ip = address }], Ports = [new Model.Core.EndpointPort { Port = port, Protocol = "TCP" }] }],
    };

    private static Service NodePort(string name, int port = 0)
    {
        var service = Objects.Service(name, "web", new ServicePort { Port = 80, NodePort = port });
        return service with { Spec = service.Spec with { Type = ServiceType.NodePort } };
    }

    private static IEnumerable<EndpointSlice> Slices(IClusterView view) => view.List(Resources.EndpointSlices).Select(static o => o.As<EndpointSlice>());

    private static IEnumerable<string> Ready(IClusterView view) => Addresses(view, true);

    private static IEnumerable<string> NotReady(IClusterView view) => Addresses(view, false);

    private static IEnumerable<string> Addresses(IClusterView view, bool ready) =>
        Slices(view).SelectMany(static s => s.Endpoints).Where(e => e.Conditions.Ready == ready).SelectMany(static e => e.Addresses).Order();
}
