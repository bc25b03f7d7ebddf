using System.Globalization;
using System.Text;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Cgroups;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

[Trait("Category", "docker")]
public sealed class PodLifecycleOnDockerTests(AgentOnDocker agent) : IClassFixture<AgentOnDocker>
{
    [Fact]
    public async Task A_pod_runs_becomes_ready_and_goes_without_a_trace()
    {
        var pod = await agent.RunAsync("plain", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });

        var running = await agent.UntilAsync("plain", IsReady);
        running.Status.Phase.ShouldBe("Running");
        running.Status.PodIP.ShouldNotBeEmpty();
        running.Status.QosClass.ShouldBe("BestEffort");
        running.Status.ContainerStatuses[0].ContainerID.ShouldStartWith("docker://");

        await agent.Pods.DeleteAsync("plain");
        await agent.UntilGoneAsync("plain");
        (await agent.Runtime.ListAsync(pod.Metadata.Uid, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Init_containers_run_one_after_the_other_before_the_main_container()
    {
        var shared = new VolumeMount { Name = "shared", MountPath = "/shared" };
        await agent.RunAsync("staged", new PodSpec
        {
            Volumes = [new Volume { Name = "shared", EmptyDir = new EmptyDirVolumeSource() }],
            InitContainers =
            [
                AgentOnDocker.Shell("echo one >> /shared/log", "one") with { VolumeMounts = [shared] },
                AgentOnDocker.Shell("echo two >> /shared/log", "two") with { VolumeMounts = [shared] },
            ],
            RestartPolicy = "Never",
            Containers = [AgentOnDocker.Shell("cat /shared/log") with { VolumeMounts = [shared] }],
        });

        var pod = await agent.UntilAsync("staged", p => p.Status.Phase == "Succeeded");

        (await LogAsync(pod)).ShouldBe("one\ntwo\n");
        pod.Status.InitContainerStatuses.Select(s => s.State.Terminated?.Reason).ShouldBe(["Completed", "Completed"]);
    }

    [Fact]
    public async Task A_pod_that_ends_ceases_to_be_ready_when_its_probe_says_so()
    {
        await agent.RunAsync("leaving", new PodSpec
        {
            TerminationGracePeriodSeconds = 30,
            Containers =
            [
                AgentOnDocker.Shell("trap 'touch /tmp/leaving; sleep 20; exit 0' TERM; sleep 1000 & wait") with
                {
                    ReadinessProbe = new Probe { Exec = new ExecAction { Command = ["sh", "-c", "! ls /tmp/leaving"] }, PeriodSeconds = 1, FailureThreshold = 1 },
                },
            ],
        });
        await agent.UntilAsync("leaving", IsReady);

        await agent.Pods.DeleteAsync("leaving");

        var pod = await agent.UntilAsync("leaving", p => p.Metadata.DeletionTimestamp is not null && !IsReady(p));
        pod.Status.ContainerStatuses[0].State.Running.ShouldNotBeNull();
        pod.Status.Phase.ShouldBe("Running");
    }

    [Fact]
    public async Task A_privileged_container_may_do_what_the_machine_can()
    {
        const string script = "mkdir /m && mount -t tmpfs none /m && ls /dev | wc -l && cat /proc/sys/vm/swappiness > /proc/sys/vm/swappiness && grep -c ' /sys sysfs rw' /proc/mounts; grep Seccomp: /proc/self/status";
        await agent.RunAsync("privileged", new PodSpec
        {
            RestartPolicy = "Never",
            Containers = [AgentOnDocker.Shell(script) with { SecurityContext = new SecurityContext { Privileged = true } }],
        });

        var pod = await agent.UntilAsync("privileged", p => p.Status.Phase is "Succeeded" or "Failed");

        var lines = (await LogAsync(pod)).Split('\n');
        lines.Length.ShouldBe(4, pod.Status.ContainerStatuses[0].State.Terminated?.Message ?? "");
        int.Parse(lines[0], CultureInfo.InvariantCulture).ShouldBeGreaterThan(20);
        (lines[1], lines[2]).ShouldBe(("1", "Seccomp:\t0"));
    }

    [Fact]
    public async Task A_failing_container_is_restarted_and_then_backs_off()
    {
        await agent.RunAsync("failing", new PodSpec { Containers = [AgentOnDocker.Shell("exit 3")] });

        var pod = await agent.UntilAsync("failing", p => p.Status.ContainerStatuses is [{ State.Waiting.Reason: "CrashLoopBackOff" }]);

        var status = pod.Status.ContainerStatuses[0];
        status.RestartCount.ShouldBe(1);
        status.LastState.Terminated!.ExitCode.ShouldBe(3);
        status.State.Waiting!.Message.ShouldBe($"back-off 10s restarting failed container=main pod=failing_default({pod.Metadata.Uid})");
        pod.Status.Phase.ShouldBe("Running");
    }

    [Fact]
    public async Task A_pod_that_is_not_restarted_ends_with_the_phase_of_its_exit_codes()
    {
        await agent.RunAsync("good", new PodSpec { RestartPolicy = "Never", Containers = [AgentOnDocker.Shell("echo bye > /dev/termination-log")] });
        await agent.RunAsync("bad", new PodSpec { RestartPolicy = "Never", Containers = [AgentOnDocker.Shell("exit 4")] });

        var good = await agent.UntilAsync("good", p => p.Status.Phase == "Succeeded");
        good.Status.ContainerStatuses[0].State.Terminated!.Message.ShouldBe("bye\n");
        (await agent.UntilAsync("bad", p => p.Status.Phase == "Failed")).Status.ContainerStatuses[0].State.Terminated!.ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task A_missing_image_is_told_in_the_usual_words()
    {
        var container = AgentOnDocker.Shell("true") with { Image = "127.0.0.1:1/none:1" };
        await agent.RunAsync("imageless", new PodSpec { ImagePullSecrets = [new LocalObjectReference { Name = "gone" }], Containers = [container] });
        await agent.RunAsync("never", new PodSpec { Containers = [container with { ImagePullPolicy = "Never" }] });

        await agent.UntilAsync("imageless", p => p.Status.ContainerStatuses is [{ State.Waiting.Reason: "ErrImagePull" }]);
        var waiting = await agent.UntilAsync("imageless", p => p.Status.ContainerStatuses is [{ State.Waiting.Reason: "ImagePullBackOff" }]);
        waiting.Status.ContainerStatuses[0].State.Waiting!.Message.ShouldStartWith("Back-off pulling image \"127.0.0.1:1/none:1\"");
        await agent.UntilAsync("never", p => p.Status.ContainerStatuses is [{ State.Waiting.Reason: "ErrImageNeverPull" }]);
        await agent.UntilEventAsync("never", "Failed", "Error: ErrImageNeverPull");
        await agent.UntilEventAsync("imageless", "FailedToRetrieveImagePullSecret", "Unable to retrieve some image pull secrets (gone); attempting to pull the image may not succeed.");
    }

    [Fact]
    public async Task A_hook_that_fails_ends_its_container_and_only_the_status_says_why()
    {
        var main = AgentOnDocker.Shell("sleep 1000");
        await agent.RunAsync("hooked", new PodSpec
        {
            TerminationGracePeriodSeconds = 0,
            Containers = [main with { Lifecycle = new Lifecycle { PostStart = new LifecycleHandler { Exec = new ExecAction { Command = ["sh", "-c", "echo out; echo secret >&2; exit 7"] } } } }],
        });

        var pod = await agent.UntilAsync("hooked", p => p.Status.ContainerStatuses is [{ State.Waiting.Reason: "PostStartHookError" }]);
        pod.Status.ContainerStatuses[0].State.Waiting!.Message.ShouldBe(
            "Exec lifecycle hook ([sh -c echo out; echo secret >&2; exit 7]) for Container \"main\" in Pod \"hooked_default(" + pod.Metadata.Uid
            + ")\" failed - error: command 'sh -c echo out; echo secret >&2; exit 7' exited with 7: secret\n, message: \"out\\nsecret\\n\"");
        await agent.UntilEventAsync("hooked", "FailedPostStartHook", "PostStartHook failed");
        await agent.UntilEventAsync("hooked", "Killing", "FailedPostStartHook");
        await agent.UntilAsync("hooked", p => p.Status.ContainerStatuses is [{ State.Waiting.Reason: "CrashLoopBackOff" }]);
    }

    [Fact]
    public async Task A_container_whose_first_hook_fails_has_its_last_one_run()
    {
        var main = AgentOnDocker.Shell("trap exit TERM; sleep 1000 & wait");
        await agent.RunAsync("short", new PodSpec
        {
            RestartPolicy = "Never", TerminationGracePeriodSeconds = 10,
            Containers = [main with { Lifecycle = new Lifecycle { PostStart = Run("exit 1"), PreStop = Run("echo farewell > /proc/1/fd/1") } }],
        });

        var pod = await agent.UntilAsync("short", p => p.Status.Phase == PodPhase.Failed);
        (await LogAsync(pod)).ShouldBe("farewell\n");

        static LifecycleHandler Run(string script) => new() { Exec = new ExecAction { Command = ["sh", "-c", script] } };
    }

    [Fact]
    public async Task Sidecars_end_last_and_within_the_time_that_the_pod_has()
    {
        const string stubborn = "trap '' TERM; while true; do sleep 0.1; done";
        await agent.RunAsync("slow", new PodSpec
        {
            TerminationGracePeriodSeconds = 3,
            InitContainers = [AgentOnDocker.Shell(stubborn, "sidecar") with { RestartPolicy = "Always" }],
            Containers = [AgentOnDocker.Shell(stubborn)],
        });
        var pod = await agent.UntilAsync("slow", IsReady);
        var began = TimeProvider.System.GetTimestamp();
        await agent.Pods.DeleteAsync("slow");
        await agent.UntilEventAsync("slow", "Killing", "Stopping container sidecar");
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(2), "all containers are told at once that they end");
        await agent.UntilGoneAsync("slow");
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(8));
        pod.Status.InitContainerStatuses.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_shorter_time_to_end_takes_the_place_of_a_longer_one()
    {
        await agent.RunAsync("hurried", new PodSpec { TerminationGracePeriodSeconds = 300, Containers = [AgentOnDocker.Shell("trap '' TERM; while true; do sleep 0.1; done")] });
        await agent.UntilAsync("hurried", IsReady);
        await agent.Pods.DeleteAsync("hurried");
        await agent.UntilEventAsync("hurried", "Killing", "Stopping container main");
        await agent.Pods.DeleteAsync("hurried", new DeleteOptions { GracePeriodSeconds = 3 });
        await agent.UntilGoneAsync("hurried");
    }

    [Fact]
    public async Task A_preStop_hook_that_fails_is_told_without_its_words()
    {
        await agent.RunAsync("parting", new PodSpec
        {
            TerminationGracePeriodSeconds = 2,
            Containers = [AgentOnDocker.Shell("sleep 1000") with { Lifecycle = new Lifecycle { PreStop = new LifecycleHandler { Exec = new ExecAction { Command = ["false"] } } } }],
        });
        await agent.UntilAsync("parting", IsReady);
        await agent.Pods.DeleteAsync("parting");
        await agent.UntilEventAsync("parting", "FailedPreStopHook", "PreStopHook failed");
    }

    [Fact]
    public async Task A_sandbox_that_ended_is_made_anew_and_people_are_told()
    {
        var pod = await agent.RunAsync("uprooted", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });
        await agent.UntilAsync("uprooted", IsReady);
        var sandbox = (await agent.Runtime.ListAsync(pod.Metadata.Uid, CancellationToken.None)).First(c => c.IsSandbox);
        await agent.Runtime.KillAsync(sandbox.Id, CancellationToken.None);
        await agent.UntilEventAsync("uprooted", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
        await agent.UntilAsync("uprooted", p => IsReady(p) && p.Status.ContainerStatuses[0].RestartCount == 1);
    }

    [Fact]
    public async Task Commands_of_probes_know_the_variables_of_the_containers_definition()
    {
        await agent.RunAsync("named", new PodSpec
        {
            Containers =
            [
                AgentOnDocker.Shell("touch /tmp/ready; sleep 1000") with
                {
                    Env = [new EnvVar { Name = "FILE", Value = "/tmp/ready" }],
                    ReadinessProbe = new Probe { PeriodSeconds = 1, Exec = new ExecAction { Command = ["cat", "$(FILE)"] } },
                },
            ],
        });
        await agent.UntilAsync("named", IsReady);
    }

    [Fact]
    public async Task A_port_of_a_probe_that_is_not_there_is_told_and_ends_nothing()
    {
        await agent.RunAsync("portless", new PodSpec
        {
            Containers = [AgentOnDocker.Shell("sleep 1000") with { LivenessProbe = new Probe { PeriodSeconds = 1, FailureThreshold = 1, TcpSocket = new TCPSocketAction { Port = "web" } } }],
        });
        await agent.UntilEventAsync("portless", "Unhealthy", "Liveness probe errored and resulted in unknown state: strconv.Atoi: parsing \"web\": invalid syntax");
        (await agent.UntilAsync("portless", IsReady)).Status.ContainerStatuses[0].RestartCount.ShouldBe(0);
    }

    [Fact]
    public async Task Variables_and_files_come_from_config_maps_secrets_and_the_pod()
    {
        var client = agent.Server.Client;
        await client.Of<ConfigMap>().InNamespace("default").CreateAsync(new ConfigMap
        {
            Metadata = new ObjectMeta { Name = "settings" }, Data = new Dictionary<string, string> { ["colour"] = "blue" },
        });
        await client.Of<Secret>().InNamespace("default").CreateAsync(new Secret
        {
            Metadata = new ObjectMeta { Name = "words" }, Data = new Dictionary<string, byte[]> { ["pass"] = "sesame"u8.ToArray() },
        });
        await agent.RunAsync("told", new PodSpec
        {
            RestartPolicy = "Never",
            Volumes = [new Volume { Name = "files", ConfigMap = new ConfigMapVolumeSource { Name = "settings" } }],
            Containers =
            [
                AgentOnDocker.Shell("echo $COLOUR $PASS $NAME $GREETING $ADDRESS; cat /files/colour") with
                {
                    VolumeMounts = [new VolumeMount { Name = "files", MountPath = "/files" }],
                    Env =
                    [
                        new EnvVar { Name = "COLOUR", ValueFrom = new EnvVarSource { ConfigMapKeyRef = new ConfigMapKeySelector { Name = "settings", Key = "colour" } } },
                        new EnvVar { Name = "PASS", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = "words", Key = "pass" } } },
                        new EnvVar { Name = "NAME", ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = "metadata.name" } } },
                        new EnvVar { Name = "ADDRESS", ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = "status.podIP" } } },
                        new EnvVar { Name = "GREETING", Value = "hello-$(NAME)" },
                    ],
                },
            ],
        });

        var pod = await agent.UntilAsync("told", p => p.Status.Phase == "Succeeded");

        (await LogAsync(pod)).ShouldBe($"blue sesame told hello-told {pod.Status.PodIP}\nblue");
        pod.Status.PodIP.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_ephemeral_container_sees_the_processes_of_the_one_that_it_is_to_look_at()
    {
        await agent.RunAsync("looked-at", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1234")] });
        await agent.UntilAsync("looked-at", static p => p.Status.Phase == "Running");
        EphemeralContainer[] looking =
        [
            Looking("seeing", "main"), Looking("alone", ""), Looking("lost", "none"),
        ];
        await agent.Pods.PatchAsync("looked-at", PatchKind.Merge, new { spec = new { ephemeralContainers = looking } });

        var pod = await agent.UntilAsync("looked-at", static p => p.Status.EphemeralContainerStatuses.Count(static s => s.State.Terminated is not null) == 2);
        (await LogAsync(pod, "seeing")).ShouldContain("sleep 1234");
        (await LogAsync(pod, "alone")).ShouldNotContain("sleep 1234");
        await agent.UntilEventAsync("looked-at", "Failed", "Error: unable to find target container none");
        await agent.Pods.DeleteAsync("looked-at");

        static EphemeralContainer Looking(string name, string target) =>
            new() { Name = name, Image = TestImages.Busybox, ImagePullPolicy = PullPolicy.IfNotPresent, Command = ["ps"], TargetContainerName = target };

        async Task<string> LogAsync(Pod from, string name)
        {
            var output = new MemoryStream();
            var id = from.Status.EphemeralContainerStatuses.Single(s => s.Name == name).ContainerID["docker://".Length..];
            await agent.Runtime.Streams.LogsAsync(id, new LogQuery(), output, CancellationToken.None);
            return Encoding.UTF8.GetString(output.ToArray());
        }
    }

    [Fact]
    public async Task A_removed_container_is_made_again()
    {
        await agent.RunAsync("robbed", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000")] });
        var before = await agent.UntilAsync("robbed", IsReady);

        await agent.Runtime.RemoveAsync(IdOf(before), CancellationToken.None);

        var after = await agent.UntilAsync("robbed", p => IsReady(p) && IdOf(p) != IdOf(before));
        after.Status.ContainerStatuses[0].RestartCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_readiness_probe_decides_readiness_and_a_liveness_probe_restarts()
    {
        var probe = new Probe { PeriodSeconds = 1, FailureThreshold = 1, SuccessThreshold = 1, TimeoutSeconds = 1 };
        await agent.RunAsync("probed", new PodSpec
        {
            Containers =
            [
                AgentOnDocker.Shell("touch /tmp/ready /tmp/live; sleep 1000") with
                {
                    ReadinessProbe = probe with { Exec = new ExecAction { Command = ["cat", "/tmp/ready"] } },
                    LivenessProbe = probe with { Exec = new ExecAction { Command = ["cat", "/tmp/live"] } },
                },
            ],
        });
        var pod = await agent.UntilAsync("probed", IsReady);

        await ExecAsync(IdOf(pod), "mkdir /gone; kill -0 1; busybox rm /tmp/ready");
        await agent.UntilAsync("probed", p => !IsReady(p));
        await ExecAsync(IdOf(pod), "touch /tmp/ready; busybox rm /tmp/live");
        var again = await agent.UntilAsync("probed", p => IsReady(p) && p.Status.ContainerStatuses[0].RestartCount == 1);
        again.Status.ContainerStatuses[0].LastState.Terminated.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("file", "File", "seq 1 2000 > /dev/termination-log; exit 1", 4096, "1999\n2000\n")]
    [InlineData("mute", "File", "seq 1 2000; exit 1", 0, "")]
    [InlineData("lines", "FallbackToLogsOnError", "seq 1 200; exit 1", 320, "199\n200\n")]
    [InlineData("bytes", "FallbackToLogsOnError", "for i in $(seq 1 50); do printf '%0100d\n' $i; done; exit 1", 2048, "50\n")]
    [InlineData("calm", "FallbackToLogsOnError", "seq 1 200", 0, "")]
    [InlineData("both", "FallbackToLogsOnError", "seq 1 200; printf farewell > /dev/termination-log; exit 127", 8, "farewell")]
    [InlineData("odd", "File", "printf 'a\\377b' > /dev/termination-log; exit 1", 3, "a\ufffdb")]
    public async Task Of_what_a_container_leaves_behind_its_end_is_told(string name, string policy, string script, int length, string end)
    {
        await agent.RunAsync(name, new PodSpec { RestartPolicy = "Never", Containers = [AgentOnDocker.Shell(script) with { TerminationMessagePolicy = policy }] });
        var pod = await agent.UntilAsync(name, static p => p.Status.Phase is PodPhase.Failed or PodPhase.Succeeded);
        var ended = pod.Status.ContainerStatuses[0].State.Terminated!;
        (ended.Message.Length, ended.Reason).ShouldBe((length, ended.ExitCode == 0 ? "Completed" : "Error"));
        ended.Message.ShouldEndWith(end);
    }

    [Fact]
    public async Task Limits_reach_the_kernel_and_going_over_them_is_told()
    {
        await agent.RunAsync("greedy", new PodSpec
        {
            RestartPolicy = "Never",
            Containers =
            [
                AgentOnDocker.Shell("yes | busybox tr \\\\n x | head -c 100m | busybox grep n") with
                {
                    Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("16Mi") } },
                },
            ],
        });

        var pod = await agent.UntilAsync("greedy", p => p.Status.Phase == "Failed");
        pod.Status.ContainerStatuses[0].State.Terminated!.Reason.ShouldBe("OOMKilled");
    }

    [Fact]
    public async Task A_container_that_its_probe_gave_up_is_started_anew_although_it_ended_well()
    {
        var probe = new Probe { Exec = new ExecAction { Command = ["false"] }, PeriodSeconds = 1, FailureThreshold = 1 };
        await agent.RunAsync("polite", new PodSpec { RestartPolicy = "OnFailure", Containers = [AgentOnDocker.Shell("trap 'exit 0' TERM; sleep 1000 & wait") with { LivenessProbe = probe }] });
        await agent.UntilEventAsync("polite", "Killing", "Container main failed liveness probe, will be restarted");
        var pod = await agent.UntilAsync("polite", static p => p.Status.Phase == PodPhase.Succeeded || p.Status.ContainerStatuses is [{ RestartCount: > 0 }]);
        pod.Status.Phase.ShouldBe(PodPhase.Running);
        pod.Status.ContainerStatuses[0].LastState.Terminated!.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Processes_of_a_pod_are_bounded_together()
    {
        await agent.RunAsync("many", new PodSpec { Containers = [AgentOnDocker.Shell("sleep 1000"), AgentOnDocker.Shell("sleep 1000", "other")] });
        var pod = await agent.UntilAsync("many", IsReady);
        var mounts = CgroupReader.Mounts();
        var groups = (await agent.Runtime.ListAsync(pod.Metadata.Uid, default)).Select(c => Path.GetDirectoryName(mounts.FolderOf(File.ReadAllText($"/proc/{c.ProcessId}/cgroup"), "pids")!)!).Distinct().ToList();
        var group = groups.ShouldHaveSingleItem();
        group.ShouldEndWith($"/orleans-kube/pod{pod.Metadata.Uid}");
        (await File.ReadAllTextAsync(Path.Combine(group, "pids.max"))).ShouldBe("200\n");

        await agent.Pods.DeleteAsync("many");
        await agent.UntilGoneAsync("many");
        Directory.Exists(group).ShouldBeFalse();
    }

    private static bool IsReady(Pod pod) => pod.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" });

    private static string IdOf(Pod pod) => pod.Status.ContainerStatuses[0].ContainerID["docker://".Length..];

    private async Task<string> LogAsync(Pod pod)
    {
        var output = new MemoryStream();
        await agent.Runtime.Streams.LogsAsync(IdOf(pod), new LogQuery(), output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private async Task ExecAsync(string id, string script)
    {
        await using var process = await agent.Runtime.Streams.ExecAsync(id, new ExecSpec(["sh", "-c", script]), CancellationToken.None);
        while (await process.ReadAsync(CancellationToken.None) is { IsEnd: false })
        {
        }

        await process.ExitCodeAsync(CancellationToken.None);
    }
}
