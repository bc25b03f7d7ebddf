using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

/// <summary>
/// A pod with the containers a and b, and in front of them those that a case names: an init container i, a sidecar s. What became of each: <c>run</c>,
/// <c>unready</c> (its startup probe is not through), an exit code, <c>loop</c> (waits for its next start), <c>lost</c> (it ran, and is gone); nothing where it has not run.
/// </summary>
public sealed class PodPhaseTests
{
    [Theory]
    [InlineData("Always", "", "Pending")]
    [InlineData("Always", "a=run b=run", "Running")]
    [InlineData("Always", "a=1 b=1", "Running")]
    [InlineData("Always", "a=0 b=0", "Running")]
    [InlineData("Always", "a=run b=1", "Running")]
    [InlineData("Always", "a=run", "Pending")]
    [InlineData("Always", "a=run b=loop", "Running")]
    [InlineData("Always", "a=lost b=run", "Running")]
    [InlineData("OnFailure", "a=run b=run", "Running")]
    [InlineData("OnFailure", "a=0 b=0", "Succeeded")]
    [InlineData("OnFailure", "a=1 b=1", "Running")]
    [InlineData("OnFailure", "a=0 b=loop", "Running")]
    [InlineData("OnFailure", "a=run b=0", "Running")]
    [InlineData("OnFailure", "a=run", "Pending")]
    [InlineData("Never", "a=0 b=0", "Succeeded")]
    [InlineData("Never", "a=1 b=1", "Failed")]
    [InlineData("Never", "a=0 b=1", "Failed")]
    [InlineData("Never", "a=run b=1", "Running")]
    [InlineData("Never", "a=run", "Pending")]
    public void Of_a_pod_without_init_containers(string policy, string runs, string phase) => Phase(policy, runs).ShouldBe(phase);

    [Theory]
    [InlineData("Always", "i=", "Pending")]
    [InlineData("Always", "i=run", "Pending")]
    [InlineData("Always", "i=1", "Pending")]
    [InlineData("Always", "i=loop", "Pending")]
    [InlineData("Always", "i=0", "Pending")]
    [InlineData("Always", "i=0 a=run b=run", "Running")]
    [InlineData("Always", "i=run a=loop b=loop", "Pending")]
    [InlineData("OnFailure", "i=0 a=run b=run", "Running")]
    [InlineData("Never", "i=1", "Failed")]
    [InlineData("Never", "i=0", "Pending")]
    [InlineData("Never", "i=0 a=0 b=0", "Succeeded")]
    public void Init_containers_come_first(string policy, string runs, string phase) => Phase(policy, runs).ShouldBe(phase);

    [Theory]
    [InlineData("Always", "s=", "Pending")]
    [InlineData("Always", "s=unready", "Pending")]
    [InlineData("Always", "s=run", "Pending")]
    [InlineData("Always", "s=run a=run b=run", "Running")]
    [InlineData("Always", "s=loop a=run b=run", "Running")]
    [InlineData("Always", "s=unready a=run b=run", "Running")]
    [InlineData("Always", "s=run a=loop b=loop", "Running")]
    [InlineData("OnFailure", "s=run a=0 b=0", "Running")]
    [InlineData("OnFailure", "s=1 a=0 b=0", "Succeeded")]
    [InlineData("Never", "s=run a=0 b=0", "Running")]
    [InlineData("Never", "s=0 a=0 b=0", "Succeeded")]
    [InlineData("Never", "s=1 a=0 b=1", "Failed")]
    public void A_sidecar_that_runs_keeps_its_pod_running(string policy, string runs, string phase) => Phase(policy, runs).ShouldBe(phase);

    [Theory]
    [InlineData("Always", "a=run b=run", "Running", "a:- b:-")]
    [InlineData("Always", "a=run b=0", "Running", "a:- b:0")]
    [InlineData("Always", "a=0 b=0", "Succeeded", "a:0 b:0")]
    [InlineData("Always", "a=0 b=1", "Failed", "a:0 b:1")]
    [InlineData("Always", "", "Failed", "a:? b:?")]
    [InlineData("Always", "a=0", "Failed", "a:0 b:?")]
    [InlineData("Always", "i= ", "Failed", "a:- b:-")]
    [InlineData("Never", "s=run a=0 b=0", "Running", "a:0 b:0")]
    public void A_pod_on_its_way_out_has_failed_where_it_has_not_succeeded(string policy, string runs, string phase, string ends)
    {
        var status = Scene(policy, runs).Deleting().Status();
        status.Phase.ShouldBe(phase);
        string.Join(' ', status.ContainerStatuses.Select(static s => $"{s.Name}:{(s.State.Terminated is not { } end ? "-" : end.Reason == "ContainerStatusUnknown" ? "?" : end.ExitCode)}")).ShouldBe(ends);
    }

    [Fact]
    public void An_init_container_that_vanished_after_its_end_is_still_done()
    {
        var scene = Scene("Always", "i= a=run b=run");
        var done = new ContainerStatus { Name = "i", ContainerID = "docker://i", Ready = true, State = new ContainerState { Terminated = new ContainerStateTerminated { Reason = "Completed" } } };
        scene.Pod = scene.Pod with { Status = new PodStatus { InitContainerStatuses = [done] } };
        var status = scene.Status();
        (status.Phase, status.InitContainerStatuses[0].Ready, status.InitContainerStatuses[0].State.Terminated?.Reason).ShouldBe(("Running", true, "Completed"));
    }

    [Fact]
    public void An_init_container_of_which_nobody_knows_is_done_once_those_after_it_have_been_made()
    {
        var lost = Scene("Always", "i= s=run a=run b=run").Status();
        var init = lost.InitContainerStatuses.Single(static s => s.Name == "i");
        (lost.Phase, init.Ready, init.State.Terminated?.ExitCode, init.State.Terminated?.Reason).ShouldBe(("Running", true, 0, "Completed"));
        init.State.Terminated!.Message.ShouldBe("Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally");
        lost.Conditions.Single(static c => c.Type == "Initialized").Status.ShouldBe("True");

        Scene("Always", "s= a=run b=run").Status().InitContainerStatuses[0].State.Waiting!.Reason.ShouldBe("PodInitializing", "a sidecar is started anew");
    }

    private static string Phase(string policy, string runs) => Scene(policy, runs).Status().Phase;

    private static PodScene Scene(string policy, string runs)
    {
        var scene = PodScene.With(policy, Named("a"), Named("b")).Sandbox();
        foreach (var run in runs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static r => r.Split('=')))
        {
            var name = run[0];
            if (name == "i") scene.Spec(static s => s with { InitContainers = [.. s.InitContainers, Named("i")] });
            if (name == "s") scene.Spec(s => s with { InitContainers = [.. s.InitContainers, Named("s") with { RestartPolicy = "Always", StartupProbe = run[1] == "unready" ? new Probe() : null }] });
            switch (run[1])
            {
                case "": break;
                case "run" or "unready": scene.Running(name); break;
                case "lost":
                    scene.Pod = scene.Pod with { Status = new PodStatus { ContainerStatuses = [new ContainerStatus { Name = name, ContainerID = "docker://x", State = new ContainerState { Running = new ContainerStateRunning() } }] } };
                    break;
                case "loop":
                    scene.Exited(name, 1);
                    scene.Memory = scene.Memory with { BackOffs = scene.Memory.BackOffs.Add(name, new RestartBackOff(TimeSpan.FromSeconds(10), PodScene.Noon)) };
                    break;
                default: scene.Exited(name, int.Parse(run[1])); break;
            }
        }

        return scene;
    }

    private static Container Named(string name) => new() { Name = name, Image = "image:1" };
}
