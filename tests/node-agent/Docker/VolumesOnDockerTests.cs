using System.Text;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

[Trait("Category", "docker")]
public sealed class VolumesOnDockerTests(AgentOnDocker agent) : IClassFixture<AgentOnDocker>
{
    private static readonly VolumeMount AtVol = new() { Name = "vol", MountPath = "/vol" };

    [Fact]
    public async Task Files_of_a_config_map_have_their_modes_follow_its_changes_and_cannot_be_written()
    {
        await CreateMapAsync("files", ("one", "1"), ("two", "2"));
        var volume = new Volume { Name = "vol", ConfigMap = new ConfigMapVolumeSource { Name = "files", DefaultMode = 0b100_000_000, Items = [new() { Key = "one", Path = "a/b" }, new() { Key = "two", Path = "c", Mode = 0b110_110_110 }] } };
        var pod = await RunAsync("followed", "touch /vol/x; ls -lL /vol /vol/a; cat /vol/a/b; while [ $(cat /vol/a/b) = 1 ]; do sleep 0.1; done; echo changed; ls /vol",
            volume, AtVol, new PodSecurityContext { FsGroup = 1234 });

        await agent.UntilAsync(pod, p => p.Status.Phase == "Running");
        await Maps.PatchAsync("files", PatchKind.Merge, new { data = new { one = "11" } });
        var log = await EndAsync(pod);

        log.ShouldContain("touch: /vol/x: Read-only file system");
        log.ShouldMatch(@"-rw-rw-rw-\s+1 0\s+1234 .* c\n");
        log.ShouldMatch(@"-r--r-----\s+1 0\s+1234 .* b\n");
        log.ShouldEndWith("changed\na\nc\n");
    }

    [Fact]
    public async Task A_missing_object_or_key_is_told_and_the_pod_starts_as_soon_as_it_is_there()
    {
        await CreateMapAsync("halves", ("there", "1"));
        var volume = new Volume
        {
            Name = "vol",
            Projected = new ProjectedVolumeSource
            {
                Sources =
                [
                    new() { ConfigMap = new ConfigMapProjection { Name = "halves", Items = [new() { Key = "missing", Path = "m" }] } },
                    new() { Secret = new SecretProjection { Name = "nowhere", Optional = true } },
                ],
            },
        };
        var pod = await RunAsync("patient", "cat /vol/m", volume, AtVol);

        await agent.UntilEventAsync(pod, "FailedMount", "MountVolume.SetUp failed for volume \"vol\" : configmap references non-existent config key: missing");
        await Maps.PatchAsync("halves", PatchKind.Merge, new { data = new { missing = "found" } });

        (await EndAsync(pod)).ShouldBe("found");
    }

    [Fact]
    public async Task Parts_of_volumes_are_mounted_and_never_lead_out_of_them()
    {
        var volume = new Volume { Name = "vol", EmptyDir = new EmptyDirVolumeSource() };
        var name = new EnvVar { Name = "NAME", ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = "metadata.annotations['part']" } } };
        var spec = Spec("echo in > /part/file; cat /vol/deep/er/file; stat -c %a /vol/deep/er", volume, AtVol) with
        {
            InitContainers = [AgentOnDocker.Shell("ln -s / /vol/away; ln -s deep /vol/near; mkdir /vol/deep", "before") with { VolumeMounts = [AtVol] }],
        };
        spec = spec with { Containers = [spec.Containers[0] with { Env = [name], VolumeMounts = [AtVol, new() { Name = "vol", MountPath = "/part", SubPathExpr = "$(NAME)" }] }] };
        await agent.RunAsync("parts", spec);

        async Task RefusedAsync(string part, string message)
        {
            await agent.Pods.PatchAsync("parts", PatchKind.Merge, new { metadata = new { annotations = new { part } } });
            await agent.UntilAsync("parts", p => p.Status.ContainerStatuses is [{ State.Waiting: { Reason: "CreateContainerConfigError" } waiting }] && waiting.Message == message);
        }

        await RefusedAsync("../up", "unable to provision SubPath `../up`: must not contain '..'");
        await RefusedAsync("/etc", "error SubPath `/etc` must not be an absolute path");
        await RefusedAsync("away/etc", "failed to create subPath directory for volumeMount \"vol\" of container \"main\"");
        await agent.Pods.PatchAsync("parts", PatchKind.Merge, new { metadata = new { annotations = new { part = "near/er" } } });
        (await EndAsync("parts")).ShouldBe("in\n777\n");
    }

    [Fact]
    public async Task A_folder_in_memory_is_as_large_as_its_pod_may_be_and_open_to_all()
    {
        var volume = new Volume { Name = "vol", EmptyDir = new EmptyDirVolumeSource { Medium = StorageMedium.Memory, SizeLimit = Quantity.Parse("64Mi") } };
        var spec = Spec("stat -c %a /vol; grep ' /vol ' /proc/mounts; touch /vol/x && echo written", volume, AtVol) with { SecurityContext = new PodSecurityContext { RunAsUser = 1000 } };
        spec = spec with { Containers = [spec.Containers[0] with { Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("32Mi") } } }] };
        await agent.RunAsync("memory", spec);

        var log = await EndAsync("memory");

        log.ShouldStartWith("1777\ntmpfs /vol tmpfs ");
        log.ShouldContain("size=32768k");
        log.ShouldEndWith("written\n");
    }

    [Theory]
    [InlineData("Directory", "directory")]
    [InlineData("File", "file")]
    [InlineData("Socket", "socket file")]
    [InlineData("CharDevice", "character device")]
    [InlineData("BlockDevice", "block device")]
    public async Task A_path_of_the_machine_is_what_its_type_says(string type, string words)
    {
        var name = $"typed-{type.ToLowerInvariant()}";
        await RunAsync(name, "true", new Volume { Name = "vol", HostPath = new HostPathVolumeSource { Path = "/nothing/there", Type = type } }, AtVol);

        await agent.UntilEventAsync(name, "FailedMount", $"MountVolume.SetUp failed for volume \"vol\" : hostPath type check failed: /nothing/there is not a {words}");
        await agent.Pods.DeleteAsync(name);
    }

    [Fact]
    public async Task Devices_of_the_machine_pass_their_check_and_other_kinds_of_volumes_are_refused()
    {
        await RunAsync("null", "echo gone > /vol; echo passed", new Volume { Name = "vol", HostPath = new HostPathVolumeSource { Path = "/dev/null", Type = "CharDevice" } }, AtVol);
        (await EndAsync("null")).ShouldBe("passed\n");

        await RunAsync("iscsi", "true", new Volume { Name = "vol", Iscsi = new ISCSIVolumeSource { TargetPortal = "127.0.0.1", Iqn = "iqn.2026-01.example:x" } }, AtVol);
        await agent.UntilEventAsync("iscsi", "FailedMount", "MountVolume.SetUp failed for volume \"vol\" : this kind of volume is not supported by this node");
        await agent.Pods.DeleteAsync("iscsi");
    }

    [Fact]
    public async Task A_server_of_files_that_is_not_there_is_told()
    {
        await RunAsync("nfs", "true", new Volume { Name = "vol", Nfs = new NFSVolumeSource { Server = "127.0.0.1", Path = "/none" } }, AtVol);
        await agent.UntilEventAsync("nfs", "FailedMount", text =>
            text.StartsWith("MountVolume.SetUp failed for volume \"vol\" : mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs 127.0.0.1:/none /", StringComparison.Ordinal));
        await agent.Pods.DeleteAsync("nfs");
    }

    [Fact]
    public async Task A_claim_that_leads_nowhere_is_told()
    {
        await RunAsync("claimless", "true", new Volume { Name = "vol", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "none" } }, AtVol);
        await agent.UntilEventAsync("claimless", "FailedMount",
            "Unable to attach or mount volumes: unmounted volumes=[vol], unattached volumes=[], failed to process volumes=[vol]: error processing PVC default/none: failed to fetch PVC from API server: "
            + "persistentvolumeclaims \"none\" not found");
        await agent.Pods.DeleteAsync("claimless");
    }

    private ResourceClient<ConfigMap> Maps => agent.Server.Client.Of<ConfigMap>().InNamespace("default");

    private Task CreateMapAsync(string name, params (string Key, string Value)[] data) =>
        Maps.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = name }, Data = data.ToDictionary(d => d.Key, d => d.Value) });

    private async Task<string> RunAsync(string name, string script, Volume volume, VolumeMount mount, PodSecurityContext? security = null)
    {
        await agent.RunAsync(name, Spec(script, volume, mount) with { SecurityContext = security });
        return name;
    }

    private static PodSpec Spec(string script, Volume volume, VolumeMount mount) => new()
    {
        RestartPolicy = "Never", Volumes = [volume], Containers = [AgentOnDocker.Shell(script) with { VolumeMounts = [mount] }],
    };

    private async Task<string> EndAsync(string name)
    {
        var pod = await agent.UntilAsync(name, p => p.Status.Phase is "Succeeded" or "Failed");
        var output = new MemoryStream();
        await agent.Runtime.Streams.LogsAsync(pod.Status.ContainerStatuses[0].ContainerID["docker://".Length..], new LogQuery(), output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
