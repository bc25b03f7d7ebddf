using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

/// <summary>Pods whose resources are changed while they run.</summary>
public sealed class PodResizeTests
{
    private static readonly ContainerResources Small = new() { CpuShares = 102, CpuQuota = 10_000, Memory = 64 << 20 };
    private static readonly PodVerdict Infeasible = new("Infeasible", "too much");

    [Fact]
    public void What_was_set_aside_stays_until_there_is_room_for_more()
    {
        var (small, large) = (Pod(Sized("100m")), Pod(Sized("200m")));
        var allocation = PodAllocation.Of(small.Spec);

        allocation.Covers(small.Spec).ShouldBeTrue();
        allocation.ApplyTo(small).ShouldBeSameAs(small);
        allocation.Differing(large.Spec).ShouldBe(["main"]);
        Cpu(allocation.ApplyTo(large).Spec.Containers[0].Resources).ShouldBe("100m");
    }

    [Fact]
    public void Containers_that_came_later_have_what_they_ask_for()
    {
        var pod = Pod(Sized("200m"), Sized("300m") with { Name = "more" });
        PodAllocation.Of(Pod(Sized("100m")).Spec).ApplyTo(pod).Spec.Containers.Select(static c => Cpu(c.Resources)).ShouldBe(["100m", "300m"]);
    }

    [Theory]
    [InlineData("PodResizePending", "100m")]
    [InlineData("PodResizeInProgress", "200m")]
    public void Of_a_pod_that_waits_its_status_tells_what_it_was_given(string condition, string given)
    {
        var pod = Pod(Sized("200m")) with
        {
            Status = new PodStatus
            {
                Conditions = [new PodCondition { Type = condition, Status = "True", Reason = "Deferred" }],
                ContainerStatuses = [new ContainerStatus { Name = "main", AllocatedResources = Sized("100m").Resources.Requests, Resources = Sized("100m").Resources }],
            },
        };
        var main = PodAllocation.Recall(pod).ApplyTo(pod).Spec.Containers[0];
        (Cpu(main.Resources), main.Resources.Limits["cpu"].ToString()).ShouldBe((given, given));
    }

    [Fact]
    public void A_container_that_starts_anew_while_its_pod_waits_gets_what_it_had()
    {
        var scene = PodScene.With("Always", Sized("200m")).Given(Sized("100m")).Sandbox().Exited("main", 1);
        scene.Memory = new PodMemory { ResizeHeld = Infeasible };
        Cpu(scene.Plan().Actions.OfType<PodAction.Start>().Single().Container.Resources).ShouldBe("100m");
        var status = scene.Status().ContainerStatuses[0];
        (Cpu(status.Resources!), status.AllocatedResources["cpu"].ToString()).ShouldBe(("100m", "100m"));
    }

    [Fact]
    public void A_pod_can_wait_for_more_while_it_is_being_given_something_else()
    {
        var scene = PodScene.With("Always", Sized("8")).Given(Sized("200m")).Sandbox().Running("main").Using(Small);
        scene.Memory = new PodMemory { ResizeHeld = Infeasible };
        scene.Plan().Actions.ShouldHaveSingleItem().ShouldBeOfType<PodAction.Resize>();
        Resizes(scene).Select(static c => (c.Type, c.Reason)).ShouldBe([("PodResizePending", "Infeasible"), ("PodResizeInProgress", "")]);
    }

    [Fact]
    public void Sidecars_are_resized_like_containers()
    {
        var scene = PodScene.With("Always", Sized("100m")).Spec(static s => s with { InitContainers = [Sized("200m") with { Name = "proxy", RestartPolicy = "Always" }] })
            .Sandbox().Running("main").Running("proxy").Using(Small);
        scene.Plan().Actions.OfType<PodAction.Resize>().Select(static r => r.Name).ShouldBe(["proxy"]);
        Resizes(scene).Single().Type.ShouldBe("PodResizeInProgress");
    }

    [Fact]
    public void A_resize_that_the_runtime_refuses_says_why()
    {
        var scene = PodScene.With("Always", Sized("200m")).Sandbox().Running("main").Using(Small);
        scene.Memory = new PodMemory { ResizeTroubles = scene.Memory.ResizeTroubles.Add("main", new ContainerTrouble(PodResizes.Failed, "no such limit", 1, PodScene.Noon, PodScene.Noon.AddSeconds(10))) };
        Resizes(scene).Single().ShouldSatisfyAllConditions(static c => c.Reason.ShouldBe("Error"), static c => c.Message.ShouldBe("no such limit"));
        scene.Memory.Granted([]).ResizeTroubles.ShouldNotBeEmpty("nothing else was asked for");
        scene.Memory.Granted(["main"]).ResizeTroubles.ShouldBeEmpty("another resize may be possible");
    }

    [Theory]
    [InlineData("Deferred", "waits", 0, 0, "nothing has changed")]
    [InlineData("Deferred", "waits on", 0, 60, "the words have changed")]
    [InlineData("Infeasible", "waits", 60, 60, "the reason has changed")]
    public void A_condition_keeps_its_times_as_long_as_it_says_the_same(string reason, string message, int changed, int probed, string why)
    {
        var scene = PodScene.With("Always", Sized("200m")).Given(Sized("100m")).Sandbox().Running("main").Using(Small);
        scene.Pod = scene.Pod with
        {
            Status = new PodStatus
            {
                Conditions = [new PodCondition { Type = "PodResizePending", Status = "True", Reason = "Deferred", Message = "waits", LastTransitionTime = PodScene.Noon, LastProbeTime = PodScene.Noon }],
            },
        };
        (scene.Memory, scene.Now) = (new PodMemory { ResizeHeld = new PodVerdict(reason, message) }, PodScene.Noon.AddSeconds(60));
        var condition = Resizes(scene).Single();
        (condition.LastTransitionTime, condition.LastProbeTime).ShouldBe((PodScene.Noon.AddSeconds(changed), PodScene.Noon.AddSeconds(probed)), why);
    }

    [Fact]
    public void A_pod_that_is_over_is_not_resized()
    {
        var scene = PodScene.With("Never", Sized("200m")).Sandbox().Exited("main", 0);
        scene.Memory = new PodMemory { ResizeHeld = Infeasible };
        Resizes(scene).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("RestartContainer", true)]
    [InlineData("NotRequired", false)]
    public void Another_request_for_memory_starts_a_container_anew_where_its_policy_says_so(string policy, bool restarts)
    {
        var container = Sized("100m", request: "32Mi") with { ResizePolicy = [new ContainerResizePolicy { ResourceName = "memory", RestartPolicy = policy }] };
        var scene = PodScene.With("Always", container).Sandbox().Running("main").Using(Small);
        scene.Pod = scene.Pod with { Status = new PodStatus { ContainerStatuses = [new ContainerStatus { Name = "main", ContainerID = "docker://main-0", Resources = Sized("100m").Resources }] } };

        scene.Plan().Actions.OfType<PodAction.Stop>().Any().ShouldBe(restarts);
        scene.Status().ContainerStatuses[0].Resources!.Requests["memory"].ToString().ShouldBe(restarts ? "64Mi" : "32Mi", "what the container has");
        Resizes(scene).Any().ShouldBe(restarts);
    }

    [Fact]
    public void A_container_that_is_given_something_else_waits_no_longer_for_its_restart()
    {
        var memory = new PodMemory { ResizeHeld = Infeasible };
        memory = memory with { BackOffs = memory.BackOffs.Add("main", new RestartBackOff(TimeSpan.FromMinutes(5), PodScene.Noon)).Add("other", new RestartBackOff(TimeSpan.FromMinutes(5), PodScene.Noon)) };
        var granted = memory.Granted(["main"]);
        granted.ResizeHeld.ShouldBeNull();
        granted.BackOffs.Keys.ShouldBe(["other"]);
    }

    private static IReadOnlyList<PodCondition> Resizes(PodScene scene) => [.. scene.Status().Conditions.Where(static c => c.Type.StartsWith("PodResize", StringComparison.Ordinal))];

    private static string Cpu(ResourceRequirements resources) => resources.Requests["cpu"].ToString();

    private static Pod Pod(params Container[] containers) => new() { Spec = new PodSpec { Containers = containers } };

    private static Container Sized(string cpu, string request = "64Mi") => new()
    {
        Name = "main", Image = "image:1",
        Resources = new ResourceRequirements { Limits = Amounts(cpu, "64Mi"), Requests = Amounts(cpu, request) },
    };

    private static Dictionary<string, Quantity> Amounts(string cpu, string memory) => new() { ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory) };
}
