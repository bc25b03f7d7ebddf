using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class PodStatusBuilderTests
{
    private static readonly Container Main = new() { Name = "main", Image = "image:1" };

    [Fact]
    public void A_pod_without_a_sandbox_waits_for_its_containers()
    {
        var status = PodScene.With("Always", Main).Status();
        status.Phase.ShouldBe("Pending");
        status.ContainerStatuses[0].State.Waiting!.Reason.ShouldBe("ContainerCreating");
        Condition(status, "PodReadyToStartContainers").Status.ShouldBe("False");
        Condition(status, "Ready").ShouldSatisfyAllConditions(
            c => c.Reason.ShouldBe("ContainersNotReady"), c => c.Message.ShouldBe("containers with unready status: [main]"));
    }

    [Fact]
    public void Main_containers_wait_for_initialization()
    {
        var status = PodScene.With("Always", Main).Spec(s => s with { InitContainers = [Main with { Name = "setup" }] }).Sandbox().Running("setup").Status();
        status.ContainerStatuses[0].State.Waiting!.Reason.ShouldBe("PodInitializing");
        Condition(status, "Initialized").Message.ShouldBe("containers with incomplete status: [setup]");
    }

    [Fact]
    public void A_running_pod_is_ready_and_has_its_address()
    {
        var status = PodScene.With("Always", Main).Sandbox().Running("main").Status();
        (status.Phase, status.PodIP, status.HostIP).ShouldBe(("Running", "10.244.0.2", "192.0.2.1"));
        status.Conditions.ShouldAllBe(c => c.Status == "True");
        status.ContainerStatuses[0].ShouldSatisfyAllConditions(s => s.Ready.ShouldBeTrue(), s => s.Started.ShouldBe(true));
    }

    [Fact]
    public void Readiness_waits_for_its_probe_and_for_the_startup_probe()
    {
        var scene = PodScene.With("Always", Main with { ReadinessProbe = new Probe(), StartupProbe = new Probe() }).Sandbox().Running("main");
        scene.Status().ContainerStatuses[0].ShouldSatisfyAllConditions(s => s.Started.ShouldBe(false), s => s.Ready.ShouldBeFalse());
        scene.Memory = new PodMemory { Probes = scene.Memory.Probes.Add("main-0", new ProbeFindings(Started: true, Ready: true)) };
        scene.Status().ContainerStatuses[0].ShouldSatisfyAllConditions(s => s.Started.ShouldBe(true), s => s.Ready.ShouldBeTrue());
    }

    [Fact]
    public void A_container_in_back_off_says_so_and_keeps_its_last_state()
    {
        var scene = PodScene.With("Always", Main).Sandbox().Exited("main", 5, attempt: 4);
        scene.Memory = new PodMemory { BackOffs = scene.Memory.BackOffs.Add("main", new RestartBackOff(TimeSpan.FromSeconds(80), PodScene.Noon)) };
        var status = scene.Status();
        var container = status.ContainerStatuses[0];
        container.State.Waiting!.Reason.ShouldBe("CrashLoopBackOff");
        container.State.Waiting.Message.ShouldBe("back-off 1m20s restarting failed container=main pod=web_default(uid-1)");
        (container.LastState.Terminated!.ExitCode, container.RestartCount, status.Phase).ShouldBe((5, 4, "Running"));
    }

    [Theory]
    [InlineData("Never", 0, "Succeeded", "PodCompleted")]
    [InlineData("Never", 2, "Failed", "PodFailed")]
    [InlineData("OnFailure", 0, "Succeeded", "PodCompleted")]
    public void A_pod_that_is_over_has_the_phase_of_its_exit_codes(string policy, int exitCode, string phase, string reason)
    {
        var status = PodScene.With(policy, Main).Sandbox().Exited("main", exitCode).Status();
        (status.Phase, Condition(status, "Ready").Reason).ShouldBe((phase, reason));
    }

    [Theory]
    [InlineData("""{"terminated":{"exitCode":0,"reason":"Completed"}}""", "Completed 0")]
    [InlineData("""{"running":{"startedAt":"2026-01-01T00:00:00Z"}}""", "ContainerStatusUnknown 137")]
    public void A_pod_that_is_over_says_of_containers_that_are_gone_what_was_said_of_their_end(string state, string ended)
    {
        ContainerStatus before = new() { Name = "main", ContainerID = "docker://x", State = System.Text.Json.JsonSerializer.Deserialize<ContainerState>(state, Model.Json.KubeJson.Options)! };
        var over = PodScene.With("Never", Main);
        over.Pod = over.Pod with { Status = new PodStatus { Phase = "Succeeded", ContainerStatuses = [before] } };
        var leaving = PodScene.With("Always", Main).Deleting(0);
        leaving.Pod = leaving.Pod with { Status = new PodStatus { Phase = "Running", ContainerStatuses = [before] } };

        foreach (var scene in new[] { over, leaving })
        {
            var status = scene.Status().ContainerStatuses.ShouldHaveSingleItem();
            $"{status.State.Terminated?.Reason} {status.State.Terminated?.ExitCode}".ShouldBe(ended);
            status.LastState.Terminated.ShouldBeNull();
        }
    }

    [Fact]
    public void Of_a_pod_that_the_node_did_not_take_there_is_nothing_but_why()
    {
        var scene = PodScene.With("Always", Main);
        scene.Pod = scene.Pod with { Status = new PodStatus { Phase = "Pending", Conditions = [new PodCondition { Type = "PodScheduled", Status = "True" }, new PodCondition { Type = "a/gate", Status = "True" }] } };
        scene.Memory = new PodMemory { Verdict = new PodVerdict("OutOfcpu", "Pod was rejected: no") { IsRejection = true } };
        var status = scene.Status();
        (status.Phase, status.Reason, status.Message, status.QosClass, status.StartTime, status.HostIP).ShouldBe(("Failed", "OutOfcpu", "Pod was rejected: no", "BestEffort", PodScene.Noon, ""));
        status.ContainerStatuses.ShouldBeEmpty();
        status.Conditions.Select(static c => c.Type).ShouldBe(["a/gate"]);
    }

    [Theory]
    [InlineData("nothing has run", "", "first:?,second:-", "main:-")]
    [InlineData("the first init container has ended", "first=0", "first:0,second:-", "main:-")]
    [InlineData("the second runs no more and nobody knows how it ended", "first=0 second=lost", "first:0,second:?", "main:-")]
    [InlineData("all init containers are done", "first=0 second=0", "first:0,second:0", "main:?")]
    [InlineData("the main container has ended", "first=0 second=0 main=3", "first:0,second:0", "main:3")]
    public void Of_a_pod_that_was_ended_what_has_no_end_counts_as_failed(string reason, string runs, string inits, string mains)
    {
        var scene = PodScene.With("Never", Main).Spec(static s => s with { InitContainers = [Main with { Name = "first" }, Main with { Name = "second" }] });
        foreach (var run in runs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static r => r.Split('=')))
        {
            if (run[1] != "lost") scene.Exited(run[0], int.Parse(run[1]));
            else scene.Pod = scene.Pod with { Status = new PodStatus { InitContainerStatuses = [new ContainerStatus { Name = run[0], ContainerID = "docker://x", State = new ContainerState { Running = new ContainerStateRunning() } }] } };
        }

        scene.Memory = new PodMemory { Verdict = new PodVerdict("Evicted", "short") };
        var status = scene.Status();
        Text(status.InitContainerStatuses).ShouldBe(inits, reason);
        Text(status.ContainerStatuses).ShouldBe(mains, reason);

        static string Text(IEnumerable<ContainerStatus> statuses) => string.Join(',', statuses.Select(static s =>
            $"{s.Name}:{(s.State.Terminated is not { } ended ? "-" : ended is { Reason: "ContainerStatusUnknown", ExitCode: 137, Message: "The container could not be located when the pod was terminated" } ? "?" : ended.ExitCode)}"));
    }

    [Theory]
    [InlineData("it ran", """{"running":{}}""", null, 3, "ContainerStatusUnknown")]
    [InlineData("it ran, and had ended before", """{"running":{}}""", "Error", 2, "Error")]
    [InlineData("it waited for its next start", """{"waiting":{"reason":"CrashLoopBackOff"}}""", "Error", 2, "Error")]
    [InlineData("it was never made", """{"waiting":{"reason":"ContainerCreating"}}""", null, 2, null)]
    public void Of_a_container_that_vanished_its_successor_is_told(string reason, string state, string? last, int restarts, string? ended)
    {
        var scene = PodScene.With("Always", Main).Sandbox();
        ContainerStatus before = new()
        {
            Name = "main", ContainerID = "docker://x", ImageID = "docker://y", Image = "other:1", RestartCount = 2, Ready = true, Started = true,
            State = System.Text.Json.JsonSerializer.Deserialize<ContainerState>(state, Model.Json.KubeJson.Options)!,
            LastState = last is null ? new() : new() { Terminated = new() { Reason = last, ExitCode = 1 } },
        };
        scene.Pod = scene.Pod with { Status = new PodStatus { Phase = "Running", ContainerStatuses = [before] } };
        for (var i = 0; i < 2; i++)
        {
            var status = scene.Status().ContainerStatuses.ShouldHaveSingleItem();
            (status.ContainerID, status.ImageID, status.Image, status.RestartCount, status.Ready, status.Started).ShouldBe(("", "", "image:1", restarts, false, false), reason);
            (status.State.Waiting?.Reason, status.LastState.Terminated?.Reason).ShouldBe(("ContainerCreating", ended), reason);
            scene.Pod = scene.Pod with { Status = scene.Status() };
        }
    }

    [Fact]
    public void A_container_that_went_without_a_trace_has_failed_before_its_next_run()
    {
        var scene = PodScene.With("Always", Main).Sandbox();
        scene.Pod = scene.Pod with { Status = new PodStatus { Phase = "Running", ContainerStatuses = [new ContainerStatus { Name = "main", ContainerID = "docker://x", State = new ContainerState { Running = new ContainerStateRunning() } }] } };
        var ended = scene.Status().ContainerStatuses[0].LastState.Terminated!;
        (ended.Reason, ended.ExitCode, ended.Message).ShouldBe(("ContainerStatusUnknown", 137, "The container could not be located when the pod was deleted.  The container used to be Running"));
    }

    [Fact]
    public void A_container_that_went_without_a_trace_keeps_what_was_known_of_an_earlier_end()
    {
        var scene = PodScene.With("Always", Main).Sandbox();
        ContainerStatus before = new()
        {
            Name = "main", ContainerID = "docker://x", RestartCount = 1, State = new ContainerState { Running = new ContainerStateRunning() },
            LastState = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = 3, Reason = "Error" } },
        };
        scene.Pod = scene.Pod with { Status = new PodStatus { Phase = "Running", ContainerStatuses = [before] } };
        scene.Status().ContainerStatuses[0].LastState.Terminated.ShouldSatisfyAllConditions(e => e!.ExitCode.ShouldBe(3), e => e!.Reason.ShouldBe("Error"));
    }

    [Fact]
    public void Nothing_is_said_of_the_start_of_ephemeral_containers()
    {
        var scene = PodScene.With("Always", Main).Spec(static s => s with { EphemeralContainers = [new EphemeralContainer { Name = "debug", Image = "image:1" }] }).Sandbox().Running("main");
        scene.Status().EphemeralContainerStatuses[0].Started.ShouldBeNull();
        scene.Running("debug").Status().EphemeralContainerStatuses[0].ShouldSatisfyAllConditions(s => s.Started.ShouldBeNull(), s => s.Ready.ShouldBeFalse());
    }

    [Theory]
    [InlineData("Running", "NodeLost unreachable")]
    [InlineData("Pending", " ")]
    public void Why_a_pod_is_in_its_phase_is_said_as_long_as_it_is(string before, string why)
    {
        var scene = PodScene.With("Always", Main).Sandbox().Running("main");
        scene.Pod = scene.Pod with { Status = new PodStatus { Phase = before, Reason = "NodeLost", Message = "unreachable" } };
        var status = scene.Status();
        $"{status.Reason} {status.Message}".ShouldBe(why);
    }

    [Fact]
    public void A_failed_pull_is_shown_first_and_its_back_off_later()
    {
        var scene = PodScene.With("Always", Main).Sandbox();
        var trouble = new ContainerTrouble("ErrImagePull", "no route", 1, PodScene.Noon, PodScene.Noon.AddSeconds(10), ("ImagePullBackOff", "Back-off"), PodScene.Noon.AddSeconds(2));
        scene.Memory = new PodMemory { Troubles = scene.Memory.Troubles.Add("main", trouble) };
        scene.Status().ContainerStatuses[0].State.Waiting!.Reason.ShouldBe("ErrImagePull");
        scene.Now = PodScene.Noon.AddSeconds(2);
        scene.Status().ContainerStatuses[0].State.Waiting!.Reason.ShouldBe("ImagePullBackOff");
    }

    [Fact]
    public void Mounts_are_told_with_what_becomes_of_them()
    {
        var main = Main with { VolumeMounts = [new VolumeMount { Name = "data", MountPath = "/data" }, new VolumeMount { Name = "config", MountPath = "/config", ReadOnly = true }] };
        foreach (var scene in (PodScene[])[PodScene.With("Always", main), PodScene.With("Always", main).Sandbox().Running("main")])
            scene.Status().ContainerStatuses[0].VolumeMounts.Select(static m => $"{m.Name} {m.MountPath} {m.ReadOnly} {m.RecursiveReadOnly}").ShouldBe(["data /data False ", "config /config True Disabled"]);
    }

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(3, 4096)]
    [InlineData(4, 3072)]
    [InlineData(12, 1024)]
    public void Last_words_share_a_bound(int containers, int bytes)
    {
        var scene = PodScene.With("Never", [.. Enumerable.Range(0, containers).Select(static i => new Container { Name = $"c{i}", Image = "a:1" })]).Sandbox();
        for (var i = 0; i < containers; i++) scene.Exited($"c{i}", 1);
        scene.Saying(new string('x', 4096)).Status().ContainerStatuses.ShouldAllBe(s => s.State.Terminated!.Message.Length == bytes);
    }

    [Theory]
    [InlineData(0, "", "", "Completed", "")]
    [InlineData(127, "", "goodbye", "Error", "goodbye")]
    [InlineData(127, "no such program", "", "ContainerCannotRun", "no such program")]
    [InlineData(1, "engine", "goodbye", "Error", "engine: goodbye")]
    public void Last_words_stand_behind_those_of_the_runtime(int exitCode, string error, string words, string reason, string message)
    {
        var ended = ContainerStatuses.Ended(new RuntimeContainer { Id = "x", Pod = PodScene.Identity, State = RuntimeState.Exited, ExitCode = exitCode, Error = error, LastWords = words }).Terminated!;
        (ended.Reason, ended.Message).ShouldBe((reason, message));
    }

    [Theory]
    [InlineData("abc", 5, "abc")]
    [InlineData("abc", 2, "ab")]
    [InlineData("aéb", 2, "a")]
    [InlineData("aéb", 3, "aé")]
    public void Words_are_cut_between_characters(string text, int bytes, string start)
    {
        Utf8.Start(text, bytes).ShouldBe(start);
        Utf8.End(System.Text.Encoding.UTF8.GetBytes("béa"), 2).ShouldBe("a");
        Utf8.End(System.Text.Encoding.UTF8.GetBytes("béa"), 3).ShouldBe("éa");
    }

    [Fact]
    public void Conditions_of_others_stay_and_transitions_keep_their_time()
    {
        var scene = PodScene.With("Always", Main).Sandbox().Running("main");
        var earlier = PodScene.Noon.AddHours(-1);
        scene.Pod = scene.Pod with
        {
            Status = new PodStatus { Conditions = [new PodCondition { Type = "example.com/gate", Status = "True" }, new PodCondition { Type = "Ready", Status = "True", LastTransitionTime = earlier }] },
        };
        var status = scene.Status();
        Condition(status, "example.com/gate").Status.ShouldBe("True");
        Condition(status, "Ready").LastTransitionTime.ShouldBe(earlier);
    }

    [Fact]
    public void A_pod_is_said_to_have_been_disrupted_once_it_has_ended()
    {
        var scene = PodScene.With("Always", Main).Sandbox().Running("main");
        scene.Pod = scene.Pod with { Status = new PodStatus { Phase = "Running" } };
        scene.Memory = new PodMemory { Verdict = new PodVerdict("Evicted", "short") { Disruption = "short" } };
        scene.Status().Conditions.ShouldNotContain(static c => c.Type == "DisruptionTarget");

        var ended = PodScene.With("Always", Main).Sandbox().Exited("main", 137);
        ended.Memory = scene.Memory;
        Condition(ended.Status(), "DisruptionTarget").ShouldSatisfyAllConditions(c => c.Status.ShouldBe("True"), c => c.Reason.ShouldBe("TerminationByKubelet"), c => c.Message.ShouldBe("short"));
    }

    [Fact]
    public void Closed_readiness_gates_keep_a_pod_from_being_ready() =>
        Condition(PodScene.With("Always", Main).Spec(s => s with { ReadinessGates = [new PodReadinessGate { ConditionType = "a/b" }] }).Sandbox().Running("main").Status(), "Ready")
            .Message.ShouldBe("corresponding condition of pod readiness gate \"a/b\" does not exist.");

    [Fact]
    public void Conditions_of_others_are_as_the_server_has_them_now()
    {
        PodCondition[] own = [Is("Ready", "True"), Is("a/gate", "True"), Is("b/gate", "True"), Is("DisruptionTarget", "True")];
        PodCondition[] server = [Is("Ready", "False"), Is("a/gate", "False")];
        PodConditions.Merge(server, own).Select(static c => (c.Type, c.Status)).ShouldBe([("Ready", "True"), ("DisruptionTarget", "True"), ("a/gate", "False")]);

        static PodCondition Is(string type, string status) => new() { Type = type, Status = status };
    }

    private static PodCondition Condition(PodStatus status, string type) => status.Conditions.Single(c => c.Type == type);
}
