using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Services;

public sealed class TriggerTimesTests
{
    private static readonly DateTimeOffset Made = new(2030, 1, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_endpoints_show_when_their_service_was_made()
    {
        var view = View(Pod("a", 5));
        TriggerTimes.Of(view).Since(null, view).ShouldBe(Made);
    }

    [Fact]
    public void Nothing_is_claimed_of_endpoints_whose_history_is_forgotten()
    {
        var view = View(Pod("a", 5)) with { Slices = [new EndpointSlice()] };
        TriggerTimes.Of(view).Since(null, view).ShouldBeNull();
    }

    [Theory]
    [InlineData("a=5", "a=5", null)]
    [InlineData("a=5", "a=5 b=7 c=6", 6)]
    [InlineData("a=5", "a=9", 9)]
    [InlineData("a=5 b=6", "b=6", null)]
    [InlineData("", "a=-3", -3)]
    public void Later_ones_show_the_earliest_change_that_is_new(string before, string after, int? expected)
    {
        var known = TriggerTimes.Of(View(Pods(before)));
        var view = View(Pods(after));
        TriggerTimes.Of(view).Since(known, view).ShouldBe(expected is { } seconds ? Made.AddSeconds(seconds) : null);
    }

    [Fact]
    public void A_service_of_the_same_name_that_is_made_anew_is_a_change()
    {
        var known = TriggerTimes.Of(View(Pod("a", 5)));
        var again = View(Pod("a", 5));
        again = again with { Service = again.Service with { Metadata = again.Service.Metadata with { CreationTimestamp = Made.AddMinutes(1) } } };
        TriggerTimes.Of(again).Since(known, again).ShouldBe(Made.AddMinutes(1));
    }

    [Fact]
    public void Slices_and_endpoints_tell_of_it_when_they_are_written_and_are_not_written_for_it()
    {
        var world = new World();
        var view = View(Pod("a", 5)) with { Trigger = Made.AddSeconds(5) };
        world.Apply([.. SlicePlanner.Plan(view, world.Ids), EndpointsPlanner.Plan(view)!]);
        var (slice, endpoints) = (world.List<EndpointSlice>(Resources.EndpointSlices).Single(), world.Get<Endpoints>(Resources.Endpoints, "web"));
        slice.Metadata.Annotations[TriggerTimes.Annotation].ShouldBe("2030-01-01T08:00:05Z");
        endpoints.Metadata.Annotations[TriggerTimes.Annotation].ShouldBe("2030-01-01T08:00:05Z");

        view = view with { Slices = [slice], Endpoints = endpoints, Trigger = null };
        SlicePlanner.Plan(view, world.Ids).ShouldBeEmpty();
        EndpointsPlanner.Plan(view).ShouldBeNull();
        view = view with { Pods = [] };
        world.Apply([.. SlicePlanner.Plan(view, world.Ids), EndpointsPlanner.Plan(view)!]);
        world.List<EndpointSlice>(Resources.EndpointSlices).Single().Metadata.Annotations.ShouldBeEmpty();
        world.Get<Endpoints>(Resources.Endpoints, "web").Metadata.Annotations.ShouldBeEmpty();
    }

    private static ServiceView View(params Pod[] pods) => new(
        new Service
        {
            ApiVersion = "v1", Kind = "Service", Metadata = new ObjectMeta { Name = "web", Namespace = "default", CreationTimestamp = Made },
            Spec = new ServiceSpec { Selector = Make.Labels("app=web"), Ports = [new ServicePort { Port = 80, Protocol = "TCP", TargetPort = 8080 }] },
        },
        pods, [], null, new Dictionary<string, string>());

    private static Pod[] Pods(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static part => Pod(part[..1], int.Parse(part[2..])))];

    private static Pod Pod(string name, int seconds)
    {
        var pod = Make.Pod(name, "n1").Ready(Made.AddSeconds(seconds));
        return pod with { Status = pod.Status with { PodIP = "10.0.0.1" } };
    }
}
