using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Grains.Tests;

public sealed class Claims_and_their_volumes
{
    [Fact]
    public async Task A_claim_takes_the_smallest_volume_that_fits_and_gives_it_back_when_it_goes()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Volume("large", "10Gi"));
        await cluster.CreateAsync(Volume("small", "2Gi"));
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolume>("small", "")!.Status.Phase == "Available" && cluster.Find<PersistentVolume>("large", "")!.Status.Phase == "Available");
        await cluster.CreateAsync(Claim("data", "1Gi", ""));
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("data")!.Status.Phase == "Bound" && cluster.Find<PersistentVolume>("small", "")!.Status.Phase == "Bound");
        var claim = cluster.Find<PersistentVolumeClaim>("data")!;
        claim.Spec.VolumeName.ShouldBe("small");
        claim.Metadata.Annotations.Keys.ShouldBe([VolumeMarks.BindCompleted, VolumeMarks.BoundByController], ignoreOrder: true);
        claim.Status.Capacity["storage"].ShouldBe(Quantity.Parse("2Gi"));

        await cluster.DeleteAsync(claim);
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("data") is null && cluster.Find<PersistentVolume>("small", "")!.Status.Phase == "Released");
    }

    [Fact]
    public async Task A_claim_is_made_for_a_pods_own_volume_and_stays_as_long_as_the_pod()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var pod = Objects.Pod("worker");
        var template = new PersistentVolumeClaimTemplate { Spec = Claim("", "1Gi", "none").Spec };
        pod = await cluster.CreateAsync(pod with { Spec = pod.Spec with { Volumes = [new Volume { Name = "room", Ephemeral = new EphemeralVolumeSource { VolumeClaimTemplate = template } }] } });

        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("worker-room") is not null);
        var claim = cluster.Find<PersistentVolumeClaim>("worker-room")!;
        claim.Metadata.OwnerReferences.Single().ShouldBe(pod.ControllerReference());
        claim.Spec.StorageClassName.ShouldBe("none");
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("worker-room")!.Metadata.Finalizers.Count > 0);

        await cluster.BindAsync(pod, "node-1");
        await cluster.DeleteAsync(claim);
        await cluster.SettleAsync();
        cluster.Find<PersistentVolumeClaim>("worker-room")!.Metadata.DeletionTimestamp.ShouldNotBeNull();
        await cluster.DeleteAsync(cluster.Find<Pod>("worker")!, new DeleteOptions { GracePeriodSeconds = 0 });
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("worker-room") is null);
    }

    [Fact]
    public async Task A_pod_whose_own_volume_gets_no_claim_is_told_why()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Claim("worker-taken", "1Gi", "none"));
        await cluster.CreateAsync(new ResourceQuota
        {
            ApiVersion = "v1", Kind = "ResourceQuota", Metadata = new ObjectMeta { Name = "few", Namespace = "default" },
            Spec = new ResourceQuotaSpec { Hard = new Dictionary<string, Quantity> { ["persistentvolumeclaims"] = Quantity.Of(1) } },
        });
        var (pod, source) = (Objects.Pod("worker"), new EphemeralVolumeSource { VolumeClaimTemplate = new PersistentVolumeClaimTemplate { Spec = Claim("", "1Gi", "none").Spec } });
        await cluster.CreateAsync(pod with { Spec = pod.Spec with { Volumes = [new Volume { Name = "taken", Ephemeral = source }, new Volume { Name = "more", Ephemeral = source }] } });

        await Told("ephemeral volume taken: PVC default/worker-taken was not created for pod default/worker (pod is not owner)");
        await Told("ephemeral volume more: create PVC worker-more: persistentvolumeclaims \"worker-more\" is forbidden: exceeded quota: few, requested: persistentvolumeclaims=1, used: persistentvolumeclaims=1, limited: persistentvolumeclaims=1");

        Task Told(string message) => cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Select(static o => o.As<Event>())
            .Any(e => e is { Reason: "FailedBinding", InvolvedObject.Name: "worker", Source.Component: "ephemeral_volume" } && e.Message == message));
    }

    [Fact]
    public async Task A_claim_that_is_deleted_stays_for_pods_on_nodes_though_they_have_ended_and_for_no_others()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var claims = new Dictionary<string, PersistentVolumeClaim>();
        foreach (var name in (string[])["done", "waiting"])
        {
            claims[name] = await cluster.CreateAsync(Claim(name, "1Gi", "none"));
            var pod = Objects.Pod(name);
            pod = await cluster.CreateAsync(pod with { Spec = pod.Spec with { Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new() { ClaimName = name } }] } });
            if (name == "waiting") continue;
            await cluster.BindAsync(pod, "node-1");
            await cluster.ReplaceAsync(pod with { Metadata = pod.Metadata with { ResourceVersion = "" }, Status = new PodStatus { Phase = PodPhase.Succeeded } }, "status");
        }

        foreach (var claim in claims.Values) await cluster.DeleteAsync(claim);
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("waiting") is null);
        await cluster.SettleAsync();
        cluster.Find<PersistentVolumeClaim>("done")!.Metadata.DeletionTimestamp.ShouldNotBeNull();
        await cluster.DeleteAsync(cluster.Find<Pod>("done")!);
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("done") is null);
    }

    [Fact]
    public async Task A_volume_that_Kubernetes_could_delete_is_deleted_and_any_other_says_why_not()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        foreach (var path in (string[])["/tmp/data", "/mnt"])
        {
            var volume = Volume(path[1..].Replace('/', '-'), "1Gi");
            await cluster.CreateAsync(volume with { Spec = volume.Spec with { HostPath = new() { Path = path }, PersistentVolumeReclaimPolicy = PersistentVolumeReclaimPolicy.Delete } });
        }

        await Task.WhenAll(cluster.CreateAsync(Claim("a", "1Gi", "")), cluster.CreateAsync(Claim("b", "1Gi", "")));
        await cluster.PassAsync(TimeSpan.FromSeconds(1), view => view.List(Resources.PersistentVolumeClaims).All(static c => c.As<PersistentVolumeClaim>().Status.Phase == "Bound"));
        foreach (var name in (string[])["a", "b"]) await cluster.DeleteAsync(cluster.Find<PersistentVolumeClaim>(name)!);

        await cluster.PassAsync(TimeSpan.FromSeconds(1), _ => cluster.Find<PersistentVolume>("tmp-data", "") is null && cluster.Find<PersistentVolume>("mnt", "")!.Status.Phase == "Failed");
        const string Why = "host_path deleter only supports /tmp/.+ but received provided /mnt";
        cluster.Find<PersistentVolume>("mnt", "")!.Status.Message.ShouldBe(Why);
        await cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Select(static o => o.As<Event>()).Any(static e => e is { Reason: "VolumeFailedDelete", Type: "Warning", Message: Why }));
    }

    [Fact]
    public async Task A_claim_of_the_local_class_is_given_a_folder_on_the_node_of_its_first_pod_which_goes_with_it()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var node = Objects.Node("node-1");
        await cluster.CreateAsync(node with
        {
            Metadata = node.Metadata with
            {
                Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = "host-1" },
                Annotations = new Dictionary<string, string> { [VolumeMarks.VolumesPath] = "/data/volumes" },
            },
        });
        await cluster.PatchAsync(node, """{"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"110"},"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}""", subresource: "status");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Count == 0);
        await cluster.CreateAsync(Local());
        var claim = await cluster.CreateAsync(Claim("data", "1Gi", null));
        claim.Spec.StorageClassName.ShouldBe("local");
        await cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Any(static o => o.As<Event>().Reason == "WaitForFirstConsumer"));

        var pod = Objects.Pod("web");
        var created = await cluster.CreateAsync(pod with
        {
            Spec = pod.Spec with { Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "data" } }] },
        });
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("data")!.Status.Phase == "Bound");
        await cluster.PassAsync(TimeSpan.FromSeconds(2), _ => cluster.Find<Pod>("web")!.Spec.NodeName == "node-1");
        cluster.Find<PersistentVolumeClaim>("data")!.Metadata.Annotations.ShouldContain(new KeyValuePair<string, string>("volume.kubernetes.io/storage-provisioner", VolumeMarks.LocalProvisioner));
        var volume = cluster.Find<PersistentVolume>($"pvc-{claim.Metadata.Uid}", "")!;
        volume.Spec.Local!.Path.ShouldBe($"/data/volumes/pvc-{claim.Metadata.Uid}");
        volume.Spec.NodeAffinity!.Required!.NodeSelectorTerms[0].MatchExpressions[0].Values.ShouldBe(["host-1"]);

        await cluster.DeleteAsync(claim);
        await cluster.SettleAsync();
        cluster.Find<PersistentVolumeClaim>("data")!.Metadata.DeletionTimestamp.ShouldNotBeNull();
        await cluster.DeleteAsync(created, new DeleteOptions { GracePeriodSeconds = 0 });
        await cluster.EventuallyAsync(view => view.Count(Resources.PersistentVolumes) == 0 && view.Count(Resources.PersistentVolumeClaims) == 0);
    }

    [Fact]
    public async Task A_pod_whose_claim_is_missing_or_unbound_is_told_so()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Objects.Node("node-1"));
        await cluster.ReportReadyAsync("node-1");
        var pod = Objects.Pod("web");
        await cluster.CreateAsync(pod with
        {
            Spec = pod.Spec with { Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "data" } }] },
        });
        await cluster.EventuallyAsync(view => Failures(view).Any(static m => m.StartsWith("0/1 nodes are available: persistentvolumeclaim \"data\" not found.")));
        await cluster.CreateAsync(Claim("data", "1Gi", ""));
        await cluster.PassAsync(TimeSpan.FromSeconds(2), view => Failures(view).Any(static m => m.StartsWith("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.")));
    }

    [Fact]
    public async Task A_pod_that_goes_while_it_waits_for_its_volume_gives_back_the_room_that_was_kept_for_it()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var node = await cluster.CreateAsync(Objects.Node("node-1"));
        await cluster.PatchAsync(node, """{"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"1"},"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}""", subresource: "status");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Count == 0);
        await cluster.CreateAsync(Local());
        await cluster.CreateAsync(Claim("data", "1Gi", null));
        var pod = Objects.Pod("web");
        var waiting = await cluster.CreateAsync(pod with
        {
            Spec = pod.Spec with { Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "data" } }] },
        });
        await cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Any(static o => o.As<Event>().Reason == "ProvisioningFailed"));
        await cluster.CreateAsync(Objects.Pod("other"));
        await cluster.EventuallyAsync(view => Failures(view).Any(static m => m.Contains("Too many pods")));

        await cluster.DeleteAsync(waiting, new DeleteOptions { GracePeriodSeconds = 0 });
        await cluster.SettleAsync();
        await cluster.PassAsync(TimeSpan.FromSeconds(2), _ => cluster.Find<Pod>("other")!.Spec.NodeName == "node-1");
    }

    private static IEnumerable<string> Failures(Model.Views.IClusterView view) =>
        view.List(Resources.Events, "default").Select(static o => o.As<Event>()).Where(static e => e.Reason == "FailedScheduling").Select(static e => e.Message);

    private static PersistentVolumeClaim Claim(string name, string size, string? @class) => new()
    {
        ApiVersion = "v1", Kind = "PersistentVolumeClaim", Metadata = new ObjectMeta { Name = name, Namespace = "default" },
        Spec = new PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"], StorageClassName = @class,
            Resources = new VolumeResourceRequirements { Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(size) } },
        },
    };

    private static PersistentVolume Volume(string name, string size) => new()
    {
        ApiVersion = "v1", Kind = "PersistentVolume", Metadata = new ObjectMeta { Name = name },
        Spec = new PersistentVolumeSpec
        {
            AccessModes = ["ReadWriteOnce"], HostPath = new HostPathVolumeSource { Path = "/mnt" },
            Capacity = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(size) },
        },
    };

    private static StorageClass Local() => new()
    {
        ApiVersion = "storage.k8s.io/v1", Kind = "StorageClass", Provisioner = VolumeMarks.LocalProvisioner, VolumeBindingMode = VolumeBindingMode.WaitForFirstConsumer,
        Metadata = new ObjectMeta { Name = "local", Annotations = new Dictionary<string, string> { [VolumeMarks.IsDefaultClass] = "true" } },
    };
}
