using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

/// <summary>What a pod counts for while its resources are being changed.</summary>
public sealed class ResizedPodTests
{
    [Theory]
    [InlineData("nothing is reported yet", "500m", null, null, "", 500)]
    [InlineData("all is as it should be", "500m", "500m", "500m", "", 500)]
    [InlineData("it is to grow", "800m", "500m", "500m", "", 800)]
    [InlineData("it grows as soon as there is room", "800m", "500m", "500m", "Deferred", 800)]
    [InlineData("it can never grow so far", "8", "500m", "500m", "Infeasible", 500)]
    [InlineData("it is to shrink, and has not", "200m", "500m", "500m", "", 500)]
    [InlineData("it is about to shrink", "200m", "500m", "200m", "", 500)]
    [InlineData("it is about to grow", "800m", "500m", "800m", "", 800)]
    [InlineData("it cannot grow further while it grows", "8", "500m", "800m", "Infeasible", 800)]
    [InlineData("it shrinks, and can never grow", "8", "500m", "200m", "Infeasible", 500)]
    public void The_most_of_what_a_pod_asks_for_has_and_was_promised_counts(string reason, string asked, string? actual, string? allocated, string held, long milli)
    {
        var pod = Pod(asked, actual, allocated, held);
        PodRequests.HeldBy(pod).MilliCpu.ShouldBe(milli, reason);
        new PodDemand(pod).Requests.MilliCpu.ShouldBe(milli, reason);
        PodRequests.Estimate(pod).MilliCpu.ShouldBe(milli, reason);
        PodRequests.Of(pod).ShouldBe(PodRequests.Of(Pod(asked, null, null, "")), reason);
    }

    [Theory]
    [InlineData("it is to grow", "800m", "500m", "", 800)]
    [InlineData("it is to shrink", "200m", "500m", "", 500)]
    [InlineData("it can never grow", "8", "500m", "Infeasible", 500)]
    public void The_same_holds_for_limits(string reason, string asked, string actual, string held, long milli) =>
        PodRequests.LimitsHeldBy(Pod(asked, actual, actual, held)).MilliCpu.ShouldBe(milli, reason);

    [Fact]
    public void Sidecars_count_like_containers_and_init_containers_by_what_they_ask_for()
    {
        var pod = Pod("100m", "100m", "100m", "") with { Status = new PodStatus { InitContainerStatuses = [Status("proxy", "300m", null), Status("early", "900m", null)] } };
        pod = pod with
        {
            Spec = pod.Spec with
            {
                InitContainers =
                [
                    new Container { Name = "early", Resources = Requirements("350m") },
                    new Container { Name = "proxy", RestartPolicy = "Always", Resources = Requirements("200m") },
                ],
            },
        };
        PodRequests.HeldBy(pod).MilliCpu.ShouldBe(400);
    }

    [Fact]
    public void A_resource_that_nobody_asks_for_any_more_counts_while_it_is_there()
    {
        var pod = Pod("100m", "100m", "100m", "");
        var status = Status("main", "100m", null) with { AllocatedResources = new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("64Mi") } };
        PodRequests.HeldBy(pod with { Status = new PodStatus { ContainerStatuses = [status] } }).ShouldBe(new Amounts(100, 64 << 20, 0));
    }

    [Fact]
    public void Room_that_a_deferred_resize_waits_for_is_not_given_to_others()
    {
        var cluster = new Cluster().Node("n1", cpu: "1");
        cluster.Model.Place(new PodDemand(Pod("800m", "500m", "500m", "Deferred")), "n1");
        cluster.NodeFor(Cluster.Pod("next", "300m")).ShouldBeNull();

        cluster.Model.Place(new PodDemand(Pod("8", "500m", "500m", "Infeasible")), "n1");
        cluster.NodeFor(Cluster.Pod("next", "300m")).ShouldBe("n1");
    }

    [Theory]
    [InlineData(100, 10, 0, 100, 10, 0, false)]
    [InlineData(99, 10, 0, 100, 10, 0, true)]
    [InlineData(200, 9, 0, 100, 10, 0, true)]
    [InlineData(200, 10, 0, 100, 10, 1, true)]
    [InlineData(200, 20, 1, 100, 10, 0, false)]
    public void Less_of_anything_is_less(long cpu, long memory, long disk, long cpuBefore, long memoryBefore, long diskBefore, bool less) =>
        Amounts.IsLessThan(new Amounts(cpu, memory, disk), new Amounts(cpuBefore, memoryBefore, diskBefore)).ShouldBe(less);

    [Fact]
    public void Amounts_are_the_same_by_what_they_hold()
    {
        Amounts Devices(int count) => Amounts.Of(new Dictionary<string, Quantity> { ["example.com/device"] = Quantity.Of(count) });
        Devices(2).ShouldBe(Devices(2));
        Devices(2).ShouldNotBe(Devices(1));
        Amounts.IsLessThan(Devices(1), Devices(2)).ShouldBeTrue();
    }

    private static Pod Pod(string asked, string? actual, string? allocated, string held)
    {
        var pod = Make.Pod("p");
        return pod with
        {
            Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = Requirements(asked) }] },
            Status = pod.Status with
            {
                ContainerStatuses = actual is null ? [] : [Status("main", actual, allocated)],
                Conditions = held.Length == 0 ? [] : [new PodCondition { Type = PodConditionType.PodResizePending, Status = "True", Reason = held }],
            },
        };
    }

    private static ContainerStatus Status(string name, string actual, string? allocated) =>
        new() { Name = name, Resources = Requirements(actual), AllocatedResources = allocated is null ? EmptyMap<Quantity>.Value : Cpu(allocated) };

    private static ResourceRequirements Requirements(string cpu) => new() { Requests = Cpu(cpu), Limits = Cpu(cpu) };

    private static Dictionary<string, Quantity> Cpu(string amount) => new() { ["cpu"] = Quantity.Parse(amount) };
}
