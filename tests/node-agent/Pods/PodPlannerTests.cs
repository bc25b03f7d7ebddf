using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class PodPlannerTests
{
    private static readonly Container Main = new() { Name = "main", Image = "image:1" };
    private static readonly Container Setup = new() { Name = "setup", Image = "image:1" };
    private static readonly Container Sidecar = new() { Name = "sidecar", Image = "image:1", RestartPolicy = "Always" };

    private static Container Sized(string cpu, string memory)
    {
        var amounts = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory) };
        return Main with { Resources = new ResourceRequirements { Limits = amounts, Requests = amounts } };
    }

    [Fact]
    public void A_new_pod_first_gets_a_sandbox() =>
        PodScene.With("Always", Main).Plan().Actions.ShouldBe([new PodAction.RunSandbox(0)]);

    [Fact]
    public void A_dead_sandbox_is_replaced_by_its_successor() =>
        PodScene.With("Always", Main).Sandbox(RuntimeState.Exited, 3).Plan().Actions.ShouldBe([new PodAction.Remove("sandbox-3"), new PodAction.RunSandbox(4)]);

    [Fact]
    public void Containers_of_a_dead_sandbox_end_before_the_next_begins() =>
        PodScene.With("Always", Main).Sandbox(RuntimeState.Exited).Running("main").Plan().Actions.ShouldBe([new PodAction.Stop("main-0", "main", "", TimeSpan.FromSeconds(30))]);

    [Theory]
    [InlineData("Always", 0, "Remove RunSandbox")]
    [InlineData("OnFailure", 1, "Remove RunSandbox")]
    [InlineData("OnFailure", 0, "")]
    [InlineData("Never", 0, "")]
    [InlineData("Never", 1, "")]
    [InlineData("Never", null, "Remove RunSandbox")]
    public void A_dead_sandbox_has_a_successor_where_something_is_to_run_in_it(string policy, int? exitCode, string steps)
    {
        var scene = PodScene.With(policy, Main).Sandbox(RuntimeState.Exited);
        if (exitCode is { } code) scene.Exited("main", code);
        string.Join(' ', scene.Plan().Actions.Select(static a => a.GetType().Name)).ShouldBe(steps);
    }

    [Fact]
    public void What_has_succeeded_does_not_run_again_in_the_next_sandbox() =>
        Started(PodScene.With("OnFailure", Main, Main with { Name = "other" }).Sandbox(attempt: 1).Exited("main", 0, sandbox: "old").Exited("other", 137, sandbox: "old").Plan()).ShouldBe(["other"]);

    [Fact]
    public void Init_containers_come_one_at_a_time_before_the_main_ones()
    {
        var scene = PodScene.With("Always", Main).Spec(s => s with { InitContainers = [Setup, Setup with { Name = "more" }] }).Sandbox();
        Started(scene.Plan()).ShouldBe(["setup"]);
        Started(scene.Exited("setup", 0).Plan()).ShouldBe(["more"]);
        Started(scene.Running("more").Plan()).ShouldBeEmpty();
    }

    [Fact]
    public void Main_containers_start_when_the_last_init_container_has_succeeded() =>
        Started(PodScene.With("Always", Main).Spec(s => s with { InitContainers = [Setup] }).Sandbox().Exited("setup", 0).Plan()).ShouldBe(["main"]);

    [Fact]
    public void A_sidecar_lets_the_others_start_once_it_runs_and_is_kept_running()
    {
        var scene = PodScene.With("Always", Main).Spec(s => s with { InitContainers = [Sidecar] }).Sandbox();
        Started(scene.Plan()).ShouldBe(["sidecar"]);
        Started(scene.Running("sidecar").Plan()).ShouldBe(["main"]);
    }

    [Fact]
    public void A_new_sandbox_runs_the_init_containers_again() =>
        Started(PodScene.With("Always", Main).Spec(s => s with { InitContainers = [Setup] }).Sandbox(attempt: 1)
            .Exited("setup", 0, sandbox: "old").Exited("main", 137, sandbox: "old").Plan()).ShouldBe(["setup"]);

    [Fact]
    public void A_container_gets_the_resources_that_the_pod_asks_for_now()
    {
        var scene = PodScene.With("Always", Sized("200m", "64Mi")).Sandbox().Running("main").Using(new ContainerResources { CpuShares = 102, CpuQuota = 10_000, Memory = 64 << 20 });
        var resize = scene.Plan().Actions.ShouldHaveSingleItem().ShouldBeOfType<PodAction.Resize>();
        (resize.Id, resize.Resources.CpuShares, resize.Resources.CpuQuota, resize.Resources.Memory).ShouldBe(("main-0", 204L, 20_000L, 64L << 20));
        scene.Status().Conditions.ShouldContain(static c => c.Type == "PodResizeInProgress" && c.Status == "True");

        scene.Using(resize.Resources).Plan().Actions.ShouldBeEmpty();
        scene.Status().Conditions.ShouldNotContain(static c => c.Type == "PodResizeInProgress");
    }

    [Theory]
    [InlineData("cpu", false)]
    [InlineData("memory", true)]
    public void A_container_is_started_anew_where_its_policy_says_so(string changed, bool restarts)
    {
        var container = Sized("200m", "64Mi") with { ResizePolicy = [new ContainerResizePolicy { ResourceName = "memory", RestartPolicy = "RestartContainer" }] };
        var now = new ContainerResources { CpuShares = changed == "cpu" ? 102 : 204, CpuQuota = changed == "cpu" ? 10_000 : 20_000, Memory = changed == "memory" ? 32 << 20 : 64 << 20 };

        var action = PodScene.With("Always", container).Sandbox().Running("main").Using(now).Plan().Actions.ShouldHaveSingleItem();

        (action is PodAction.Stop).ShouldBe(restarts);
    }

    [Fact]
    public void A_resize_that_the_node_has_no_room_for_waits()
    {
        var scene = PodScene.With("Always", Sized("200m", "64Mi")).Given(Sized("100m", "64Mi")).Sandbox().Running("main")
            .Using(new ContainerResources { CpuShares = 102, CpuQuota = 10_000, Memory = 64 << 20 });
        scene.Memory = new PodMemory { ResizeHeld = new PodVerdict("Infeasible", "too much") };

        scene.Plan().Actions.ShouldBeEmpty();
        scene.Status().Conditions.Single(static c => c.Type == "PodResizePending").ShouldSatisfyAllConditions(static c => c.Reason.ShouldBe("Infeasible"), static c => c.Message.ShouldBe("too much"));
    }

    [Theory]
    [InlineData("Always", 0, true)]
    [InlineData("Always", 1, true)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("Never", 0, false)]
    [InlineData("Never", 1, false)]
    public void The_restart_policy_decides_about_an_ended_container(string policy, int exitCode, bool restarts) =>
        Started(PodScene.With(policy, Main, Main with { Name = "other" }).Sandbox().Running("other").Exited("main", exitCode).Plan()).Any().ShouldBe(restarts);

    [Fact]
    public void The_first_restart_is_immediate_and_the_second_waits_ten_seconds()
    {
        var scene = PodScene.With("Always", Main).Sandbox().Exited("main", 1);
        var first = scene.Plan().Actions.OfType<PodAction.Start>().Single();
        first.Attempt.ShouldBe(1);
        first.BackOff!.Wait.ShouldBe(TimeSpan.FromSeconds(10));

        scene = PodScene.With("Always", Main).Sandbox().Exited("main", 1, attempt: 1);
        scene.Memory = new PodMemory { BackOffs = scene.Memory.BackOffs.Add("main", first.BackOff) };
        scene.Now = PodScene.Noon.AddSeconds(9);
        var waiting = scene.Plan();
        (waiting.Actions.Count, waiting.LookAgainAt).ShouldBe((0, PodScene.Noon.AddSeconds(10)));

        scene.Now = PodScene.Noon.AddSeconds(10);
        scene.Plan().Actions.OfType<PodAction.Start>().Single().BackOff!.Wait.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_changed_image_starts_the_back_off_over()
    {
        var scene = PodScene.With("Always", Main with { Image = "image:2" }).Sandbox().Exited("main", 1, attempt: 7);
        scene.Memory = new PodMemory { BackOffs = scene.Memory.BackOffs.Add("main", new RestartBackOff(TimeSpan.FromMinutes(5), PodScene.Noon)) };
        scene.Plan().Actions.OfType<PodAction.Start>().Single().BackOff!.Wait.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_clock_that_was_set_back_holds_nothing_up()
    {
        var ended = PodScene.With("Always", Main).Sandbox().Exited("main", 1, attempt: 1);
        ended.Memory = new PodMemory { BackOffs = ended.Memory.BackOffs.Add("main", new RestartBackOff(TimeSpan.FromSeconds(10), PodScene.Noon)) };
        var failed = PodScene.With("Always", Main).Sandbox();
        failed.Memory = new PodMemory { Troubles = failed.Memory.Troubles.Add("main", new ContainerTrouble("CreateContainerError", "no", 1, PodScene.Noon, PodScene.Noon.AddSeconds(10))) };
        foreach (var scene in (PodScene[])[ended, failed])
        {
            Started(scene.Plan()).ShouldBeEmpty();
            scene.Now = PodScene.Noon.AddHours(-1);
            Started(scene.Plan()).ShouldBe(["main"]);
        }
    }

    [Theory]
    [InlineData(160, 0, 300)]
    [InlineData(300, 0, 300)]
    [InlineData(300, 601, 10)]
    public void The_back_off_doubles_to_five_minutes_and_starts_over_after_ten(int current, int ranSeconds, int next)
    {
        var before = new RestartBackOff(TimeSpan.FromSeconds(current), PodScene.Noon);
        var finished = PodScene.Noon.AddSeconds(ranSeconds);
        RestartBackOff.Next(before, finished, finished, new ContainerOptions()).Wait.ShouldBe(TimeSpan.FromSeconds(next));
    }

    [Theory]
    [InlineData("Always", "main", null, "Container main failed liveness probe, will be restarted", 30, true)]
    [InlineData("OnFailure", "main", 5, "Container main failed liveness probe, will be restarted", 5, true)]
    [InlineData("Never", "main", null, "Container main failed liveness probe", 30, false)]
    [InlineData("Never", "sidecar", null, "Init container sidecar failed liveness probe", 30, false)]
    public void A_container_that_a_probe_gave_up_is_ended(string policy, string name, int? ofProbe, string message, int grace, bool isReplaced)
    {
        var scene = PodScene.With(policy, Main).Spec(static s => s with { InitContainers = [Sidecar] }).Sandbox().Running("main").Running("sidecar");
        var found = new ProbeFindings(Failure: "failed liveness probe", Grace: ofProbe is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        scene.Memory = new PodMemory { Probes = scene.Memory.Probes.Add($"{name}-0", found) };
        scene.Plan().Actions.ShouldBe([new PodAction.Stop($"{name}-0", name, message, TimeSpan.FromSeconds(grace), IsReplaced: isReplaced)]);
    }

    [Fact]
    public void A_sidecar_that_a_probe_gave_up_is_ended_once_before_the_others_have_begun()
    {
        var scene = PodScene.With("Always", Main).Spec(static s => s with { InitContainers = [Sidecar] }).Sandbox().Running("sidecar");
        scene.Memory = new PodMemory { Probes = scene.Memory.Probes.Add("sidecar-0", new ProbeFindings(Failure: "failed liveness probe")) };
        scene.Plan().Actions.OfType<PodAction.Stop>().ShouldHaveSingleItem().Id.ShouldBe("sidecar-0");
    }

    [Theory]
    [InlineData("Never", 0)]
    [InlineData("OnFailure", 0)]
    [InlineData("Always", 1)]
    public void A_container_that_was_ended_for_another_run_runs_again_however_it_ended(string policy, int exitCode)
    {
        var scene = PodScene.With(policy, Main with { Image = "image:2" }).Sandbox().Exited("main", exitCode);
        scene.Memory = new PodMemory { Replaced = ["main-0"] };
        scene.Status().Phase.ShouldBe("Running");
        Started(scene.Plan()).ShouldBe(["main"]);
    }

    [Theory]
    [InlineData("main", "Container main definition changed, will be restarted")]
    [InlineData("sidecar", "Init container sidecar definition changed")]
    [InlineData("setup", null)]
    public void A_changed_image_ends_the_container(string name, string? message)
    {
        var scene = PodScene.With("Never", Main).Spec(static s => s with { InitContainers = [Setup, Sidecar] }).Sandbox();
        if (name == "setup") scene.Running("setup");
        else scene.Exited("setup", 0).Running("sidecar").Running("main");
        scene.Spec(s => s with { Containers = Changed(s.Containers), InitContainers = Changed(s.InitContainers) });
        scene.Plan().Actions.ShouldBe(message is null ? [] : [new PodAction.Stop($"{name}-0", name, message, TimeSpan.FromSeconds(30), IsReplaced: true)]);

        IReadOnlyList<Container> Changed(IReadOnlyList<Container> containers) => [.. containers.Select(c => c.Name == name ? c with { Image = "image:2" } : c)];
    }

    [Fact]
    public void An_ephemeral_container_starts_while_its_pod_is_not_initialized() =>
        Started(PodScene.With("Always", Main).Spec(static s => s with { InitContainers = [Setup], EphemeralContainers = [new EphemeralContainer { Name = "debug", Image = "image:1" }] })
            .Sandbox().Running("setup").Plan()).ShouldBe(["debug"]);

    [Fact]
    public void An_ephemeral_container_is_never_started_anew() =>
        Started(PodScene.With("Always", Main).Spec(static s => s with { EphemeralContainers = [new EphemeralContainer { Name = "debug", Image = "image:1" }] })
            .Sandbox(attempt: 1).Exited("debug", 137, sandbox: "old").Exited("main", 137, sandbox: "old").Plan()).ShouldBe(["main"]);

    /// <summary>The cases of kubelet's computePodActions with three init containers, of which the second can be a sidecar: what the runtime has of them, in its words, and what is started then.</summary>
    [Theory]
    [InlineData("Always", "- - -", "setup")]
    [InlineData("Always", "0 - -", "second")]
    [InlineData("Always", "0 0 run", "")]
    [InlineData("Always", "0 0 1", "third")]
    [InlineData("OnFailure", "0 0 1", "third")]
    [InlineData("Never", "0 0 1", "")]
    [InlineData("Always", "0 0 0", "main")]
    [InlineData("Always", "- - run", "")]
    [InlineData("Always", "- 0 run", "")]
    [InlineData("Always", "- - 0", "main")]
    [InlineData("Always", "- 1 -", "second")]
    [InlineData("Always", "0 0 made", "third")]
    [InlineData("Never", "0 0 made", "third")]
    [InlineData("Always", "0 side -", "third")]
    [InlineData("Always", "0 side:1 -", "second")]
    [InlineData("Never", "0 side:1 -", "second")]
    [InlineData("Always", "0 side:- run", "second")]
    [InlineData("Always", "- side 0", "main")]
    [InlineData("Always", "side:1 side side:1", "setup third")]
    [InlineData("Never", "side:1 side side:1", "setup third")]
    [InlineData("Always", "side:1 side side", "setup main")]
    [InlineData("Always", "side:- side:- side", "setup second main")]
    [InlineData("Always", "side:1 0 -", "setup third")]
    [InlineData("Always", "side:1 run -", "setup")]
    [InlineData("Never", "side:1 1 -", "")]
    public void Init_containers_go_on_from_the_last_that_was_begun(string policy, string states, string started)
    {
        string[] names = ["setup", "second", "third"];
        var scene = PodScene.With(policy, Main).Sandbox();
        var inits = states.Split(' ').Zip(names, (state, name) => (state.StartsWith("side", StringComparison.Ordinal) ? Sidecar : Setup) with { Name = name }).ToList();
        scene.Spec(s => s with { InitContainers = inits });
        foreach (var (state, name) in states.Split(' ').Zip(names))
        {
            var plain = state == "side" ? "run" : state.Replace("side:", "", StringComparison.Ordinal);
            if (plain == "run") scene.Running(name);
            else if (plain == "made") scene.Made(name);
            else if (plain != "-") scene.Exited(name, int.Parse(plain));
        }

        string.Join(' ', Started(scene.Plan())).ShouldBe(started);
    }

    [Fact]
    public void A_deleted_pod_ends_its_main_containers_then_its_sidecars_then_itself()
    {
        var scene = PodScene.With("Always", Main).Spec(s => s with { InitContainers = [Sidecar, Setup, Sidecar with { Name = "later" }] }).Sandbox()
            .Running("sidecar").Running("later").Running("main").Deleting(7);
        scene.Plan().Actions.ShouldBe([Stop("main", 0), Stop("later", 1), Stop("sidecar", 2)]);

        PodScene.With("Always", Main).Sandbox().Exited("main", 0).Deleting().Plan().Actions.ShouldBe([new PodAction.Finish()]);

        static PodAction.Stop Stop(string name, int turn) => new($"{name}-0", name, "", TimeSpan.FromSeconds(7), turn);
    }

    [Theory]
    [InlineData(30, 1, 1)]
    [InlineData(5, 20, 5)]
    public void A_pod_that_is_ended_for_the_nodes_sake_on_its_way_out_gets_the_shorter_time(int deletion, int eviction, int grace)
    {
        var scene = PodScene.With("Always", Main).Sandbox().Running("main").Deleting(deletion);
        scene.Memory = new PodMemory { Verdict = new PodVerdict("Evicted", "", TimeSpan.FromSeconds(eviction)) };
        scene.Plan().Actions.ShouldBe([new PodAction.Stop("main-0", "main", "", TimeSpan.FromSeconds(grace))]);
    }

    [Fact]
    public void A_pod_that_is_over_gives_its_sandbox_back_and_keeps_its_containers() =>
        PodScene.With("Never", Main).Sandbox().Exited("main", 0).Plan().Actions.ShouldBe([new PodAction.StopSandbox("sandbox-0")]);

    [Fact]
    public void A_pod_that_was_evicted_gives_its_containers_back_too()
    {
        var scene = PodScene.With("Always", Main).Sandbox().Exited("main", 137);
        scene.Memory = new PodMemory { Verdict = new PodVerdict("Evicted", "") };
        scene.Plan().Actions.ShouldBe([new PodAction.Remove("main-0"), new PodAction.StopSandbox("sandbox-0")]);

        var later = PodScene.With("Always", Main).Sandbox(RuntimeState.Exited).Exited("main", 137);
        later.Pod = later.Pod with { Status = new PodStatus { Phase = "Failed", Reason = "Evicted", ContainerStatuses = scene.Status().ContainerStatuses } };
        later.Plan().Actions.ShouldBe([new PodAction.Remove("main-0")]);
        var gone = PodScene.With("Always", Main).Sandbox(RuntimeState.Exited);
        gone.Pod = later.Pod;
        gone.Plan().Actions.ShouldBeEmpty();
        gone.Status().ContainerStatuses[0].State.Terminated!.ExitCode.ShouldBe(137, "what was said of its end stays");
    }

    [Fact]
    public void A_pod_past_its_deadline_is_given_up()
    {
        var scene = PodScene.With("Always", Main).Spec(s => s with { ActiveDeadlineSeconds = 60 }).Sandbox().Running("main");
        scene.Pod = scene.Pod with { Status = new PodStatus { StartTime = PodScene.Noon } };
        scene.Plan().LookAgainAt.ShouldBe(PodScene.Noon.AddSeconds(60));
        scene.Now = PodScene.Noon.AddSeconds(60);
        scene.Plan().Actions.OfType<PodAction.GiveUp>().Single().Verdict.Reason.ShouldBe("DeadlineExceeded");
    }

    [Fact]
    public void Of_the_ended_containers_the_last_one_stays()
    {
        PodScene.With("Always", Main).Sandbox().Running("main", 3).Exited("main", 1, 2).Exited("main", 1, 1).Exited("main", 1).Plan().Actions
            .ShouldBe([new PodAction.Remove("main-1"), new PodAction.Remove("main-0")]);
        var waiting = PodScene.With("Always", Main).Sandbox().Exited("main", 1, 2).Exited("main", 1, 1);
        waiting.Memory = new PodMemory { BackOffs = waiting.Memory.BackOffs.Add("main", new RestartBackOff(TimeSpan.FromSeconds(20), PodScene.Noon)) };
        waiting.Plan().Actions.ShouldBe([new PodAction.Remove("main-1")]);
        var over = PodScene.With("OnFailure", Main).Sandbox().Exited("main", 0, 1).Exited("main", 1);
        over.Plan().Actions.ShouldBe([new PodAction.Remove("main-0"), new PodAction.StopSandbox("sandbox-0")]);
        PodScene.With("Never", Main).Sandbox(RuntimeState.Exited).Exited("main", 0, 1).Exited("main", 1).Plan().Actions.ShouldBe([new PodAction.Remove("main-0")]);
    }

    [Fact]
    public void A_container_that_vanished_counts_as_restarted()
    {
        var scene = PodScene.With("Always", Main).Sandbox();
        scene.Pod = scene.Pod with { Status = new PodStatus { ContainerStatuses = [new ContainerStatus { Name = "main", ContainerID = "docker://x", RestartCount = 2 }] } };
        scene.Plan().Actions.OfType<PodAction.Start>().Single().Attempt.ShouldBe(3);

        scene.Memory = scene.Memory.Noticing(scene.View);
        scene.Pod = scene.Pod with { Status = scene.Status() };
        scene.Memory = scene.Memory.Noticing(scene.View);
        scene.Plan().Actions.OfType<PodAction.Start>().Single().Attempt.ShouldBe(3, "the status names it no more");
        scene.Running("main", 3).Memory.Noticing(scene.View).Successors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Never", 0, false)]
    [InlineData("Never", 1, false)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("Always", 0, true)]
    public void A_container_that_had_ended_before_it_vanished_runs_again_only_where_it_would_have(string policy, int exitCode, bool again)
    {
        var scene = PodScene.With(policy, Main, Main with { Name = "other" }).Sandbox().Running("other");
        var ended = new ContainerStatus { Name = "main", ContainerID = "docker://x", State = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = exitCode } } };
        scene.Pod = scene.Pod with { Status = new PodStatus { ContainerStatuses = [ended] } };
        Started(scene.Plan()).ShouldBe(again ? ["main"] : []);

        scene = PodScene.With(policy, Main, Main with { Name = "other" }).Sandbox().Exited("other", 0);
        scene.Pod = scene.Pod with { Status = new PodStatus { ContainerStatuses = [ended] } };
        PodPlanner.IsOver(scene.View).ShouldBe(!again);
    }

    [Fact]
    public void A_failed_start_is_tried_again_when_its_time_has_come()
    {
        var scene = PodScene.With("Always", Main).Sandbox();
        scene.Memory = new PodMemory { Troubles = scene.Memory.Troubles.Add("main", new ContainerTrouble("CreateContainerError", "no", 1, PodScene.Noon, PodScene.Noon.AddSeconds(10))) };
        scene.Plan().ShouldSatisfyAllConditions(p => p.Actions.ShouldBeEmpty(), p => p.LookAgainAt.ShouldBe(PodScene.Noon.AddSeconds(10)));
        scene.Now = PodScene.Noon.AddSeconds(10);
        Started(scene.Plan()).ShouldBe(["main"]);
    }

    private static IReadOnlyList<string> Started(PodPlan plan) => [.. plan.Actions.OfType<PodAction.Start>().Select(s => s.Container.Name)];
}
