using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Services;

/// <summary>Pods of a service come, become ready, end and go, nodes change their zones, writes are lost: slices and Endpoints follow.</summary>
public sealed class EndpointsPropertyTests
{
    private const int Capacity = 4;

    [Fact]
    public void Slices_and_endpoints_hold_every_pod_that_has_an_address_once_and_then_rest() => Script.ForAll(static script =>
    {
        var world = new World();
        var service = world.Put(Resources.Services, Service(script));
        while (script.HasMore)
        {
            Act(world, script);
            if (script.Choose(3) == 0) Reconcile(world, service, Zones(script), _ => script.Choose(4) > 0);
        }

        var zones = Zones(script);
        for (var rounds = 0; Reconcile(world, service, zones, static _ => true); rounds++) rounds.ShouldBeLessThan(3, "one plan is enough where no write is lost");

        var pods = world.List<Pod>(Resources.Pods).Where(PodEndpoints.HasEndpoint).ToList();
        var slices = world.List<EndpointSlice>(Resources.EndpointSlices);
        var shown = slices.SelectMany(static slice => slice.Endpoints).ToList();
        shown.Select(static e => e.TargetRef!.Uid).Order().ShouldBe(pods.Select(static p => p.Metadata.Uid).Order());
        slices.ShouldAllBe(static slice => slice.Endpoints.Count <= Capacity);
        slices.Count(static slice => slice.Endpoints.Count == 0).ShouldBe(pods.Count == 0 ? 1 : 0);
        foreach (var endpoint in shown)
        {
            var pod = pods.Single(p => p.Metadata.Uid == endpoint.TargetRef!.Uid);
            endpoint.Conditions.Ready.ShouldBe(service.Spec.PublishNotReadyAddresses || (pod.IsReady() && !pod.IsDeleting()));
            endpoint.Zone.ShouldBe(zones.GetValueOrDefault(pod.Spec.NodeName));
            if (endpoint.Hints is not null) (endpoint.Conditions.Ready, endpoint.Hints.ForZones.ShouldHaveSingleItem().Name).ShouldBe((true, endpoint.Zone));
        }

        var addresses = world.Get<Endpoints>(Resources.Endpoints, "web").Subsets.SelectMany(static s => s.Addresses.Select(a => (a.Ip, true)).Concat(s.NotReadyAddresses.Select(a => (a.Ip, false)))).ToList();
        addresses.Order().ShouldBe(pods.Where(p => service.Spec.PublishNotReadyAddresses || !p.IsDeleting()).Select(p => (p.Status.PodIP, service.Spec.PublishNotReadyAddresses || p.IsReady())).Order());
    });

    private static Service Service(Script script) => new()
    {
        ApiVersion = "v1", Kind = "Service", Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
        Spec = new ServiceSpec
        {
            Selector = Make.Labels("app=web"), Ports = [new ServicePort { Port = 80, Protocol = "TCP", TargetPort = 8080 }],
            PublishNotReadyAddresses = script.Choose(4) == 0, TrafficDistribution = script.Choose(2) == 0 ? "PreferClose" : null,
        },
    };

    private static void Act(World world, Script script)
    {
        var name = $"p{script.Choose(12)}";
        var pod = world.Find<Pod>(new ObjectKey(Resources.Pods, "default", name)) ?? Make.Pod(name, $"n{script.Choose(3)}");
        switch (script.Choose(6))
        {
            case 0:
                world.Remove(Resources.Pods, pod);
                break;
            case 1:
                world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { DeletionTimestamp = world.Now } });
                break;
            case 2:
                world.Put(Resources.Pods, pod.WithPhase(PodPhase.Succeeded));
                break;
            case 3:
                world.Put(Resources.Pods, pod);
                break;
            default:
                var ready = pod.Ready(world.Now);
                world.Put(Resources.Pods, ready with { Status = ready.Status with { PodIP = $"10.0.0.{name[1..]}" } });
                break;
        }
    }

    private static Dictionary<string, string> Zones(Script script) =>
        Enumerable.Range(0, 3).Where(_ => script.Choose(3) > 0).ToDictionary(static i => $"n{i}", _ => script.Pick(["a", "b"]));

    private static bool Reconcile(World world, Service service, IReadOnlyDictionary<string, string> zones, Func<ObjectWrite, bool> keep)
    {
        var view = new ServiceView(
            service, world.List<Pod>(Resources.Pods), world.ControlledBy<EndpointSlice>(Resources.EndpointSlices, service),
            world.Find<Endpoints>(new ObjectKey(Resources.Endpoints, "default", "web")), zones);
        List<ObjectWrite> writes = [.. SlicePlanner.Plan(view with { HintZones = TopologyHints.Plan(view, null).Zones }, world.Ids, Capacity)];
        if (EndpointsPlanner.Plan(view) is { } endpoints) writes.Add(endpoints);
        world.Apply(writes.Where(keep));
        return writes.Count > 0;
    }
}
