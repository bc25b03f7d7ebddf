using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Grains.Tests;

public sealed class Attaching_volumes
{
    private static readonly CSIPersistentVolumeSource Source = new() { Driver = "csi.example", VolumeHandle = "vol-1" };
    private static readonly Dictionary<string, Quantity> Size = new() { ["storage"] = Quantity.Parse("1Gi") };

    [Fact]
    public async Task A_volume_follows_its_pods_from_node_to_node()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        foreach (var name in (string[])["node-1", "node-2"]) await cluster.CreateAsync(Objects.Node(name));
        await cluster.CreateAsync(new PersistentVolume
        {
            ApiVersion = "v1", Kind = "PersistentVolume", Metadata = new ObjectMeta { Name = "v" },
            Spec = new PersistentVolumeSpec { AccessModes = ["ReadWriteOnce"], Capacity = Size, Csi = Source, ClaimRef = new ObjectReference { Namespace = "default", Name = "data" } },
        });
        await cluster.CreateAsync(new PersistentVolumeClaim
        {
            ApiVersion = "v1", Kind = "PersistentVolumeClaim", Metadata = new ObjectMeta { Name = "data", Namespace = "default" },
            Spec = new PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"], StorageClassName = "", VolumeName = "v", Resources = new VolumeResourceRequirements { Requests = Size } },
        });
        await cluster.EventuallyAsync(_ => cluster.Find<PersistentVolumeClaim>("data")!.Status.Phase == "Bound");

        var pod = await RunAsync("first", "node-1");
        await cluster.EventuallyAsync(_ => Attachment("node-1") is not null);
        var attachment = await cluster.ReplaceAsync(Attachment("node-1")! with { Status = new VolumeAttachmentStatus { Attached = true } }, "status");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Status.VolumesAttached is [{ Name: "kubernetes.io/csi/csi.example^vol-1", DevicePath: "" }]);
        await Told("first", "SuccessfulAttachVolume", "AttachVolume.Attach succeeded for volume \"v\" ");

        var second = await RunAsync("second", "node-2");
        await Told("second", "FailedAttachVolume", "Multi-Attach error for volume \"v\" Volume is already used by pod(s) first");
        Attachment("node-2").ShouldBeNull();

        await UseAsync("node-1", "kubernetes.io/csi/csi.example^vol-1");
        await cluster.DeleteAsync(pod, new DeleteOptions { GracePeriodSeconds = 0 });
        await cluster.SettleAsync();
        Attachment("node-1").ShouldNotBeNull("the node uses it still");
        await UseAsync("node-1");
        await cluster.EventuallyAsync(_ => Attachment("node-1") is null && Attachment("node-2") is not null && cluster.Find<Node>("node-1", "")!.Status.VolumesAttached.Count == 0);

        await cluster.DeleteAsync(second, new DeleteOptions { GracePeriodSeconds = 0 });
        await cluster.EventuallyAsync(_ => Attachment("node-2") is null);

        VolumeAttachment? Attachment(string node) => cluster.Find<VolumeAttachment>(AttachmentPlanner.NameOf(Source, node), "");

        Task Told(string about, string reason, string message) => cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Select(static o => o.As<Event>())
            .Any(e => e.InvolvedObject.Name == about && e.Reason == reason && e.Message == message && e.Source.Component == "attachdetach-controller"));

        async Task<Pod> RunAsync(string name, string node)
        {
            var plain = Objects.Pod(name);
            var made = await cluster.CreateAsync(plain with { Spec = plain.Spec with { Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "data" } }] } });
            await cluster.BindAsync(made, node);
            return made;
        }

        async Task UseAsync(string node, params string[] volumes)
        {
            var known = cluster.Find<Node>(node, "")!;
            await cluster.ReplaceAsync(known with { Status = known.Status with { VolumesInUse = volumes } }, "status");
        }
    }
}
