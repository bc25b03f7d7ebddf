using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

/// <summary>Disks that two pods of a node cannot share, and the room that drivers publish, as Kubernetes' own tests have it.</summary>
public sealed class DiskTableTests
{
    private const string NoRoom = "node(s) did not have enough free storage";
    private const string NoneFree = "node(s) didn't find available persistent volumes to bind";

    /// <summary>The disk of a pod that runs on the node and that of one which would like to: <c>kind:name[:monitors][:ro]</c>.</summary>
    [Theory]
    [InlineData("gce:d1", "gce:d1", false)]
    [InlineData("gce:d1", "gce:d2", true)]
    [InlineData("gce:d1:ro", "gce:d1:ro", true)]
    [InlineData("gce:d1:ro", "gce:d1", false)]
    [InlineData("aws:d1", "aws:d1", false)]
    [InlineData("aws:d1:ro", "aws:d1:ro", false)]
    [InlineData("aws:d1", "aws:d2", true)]
    [InlineData("aws:d1", "gce:d1", true)]
    [InlineData("iscsi:iqn.1", "iscsi:iqn.1", false)]
    [InlineData("iscsi:iqn.1", "iscsi:iqn.2", true)]
    [InlineData("iscsi:iqn.1:ro", "iscsi:iqn.1:ro", true)]
    [InlineData("rbd:pool/i1:m1,m2", "rbd:pool/i1:m2,m3", false)]
    [InlineData("rbd:pool/i1:m1,m2", "rbd:pool/i1:m3", true)]
    [InlineData("rbd:pool/i1:m1", "rbd:pool/i2:m1", true)]
    [InlineData("rbd:pool/i1:m1", "rbd:other/i1:m1", true)]
    [InlineData("rbd:pool/i1:m1:ro", "rbd:pool/i1:m1:ro", true)]
    public void Two_pods_of_a_node_do_not_both_write_to_a_disk(string used, string wanted, bool suits)
    {
        var cluster = new Cluster().Node("n1").Node("n2").Running(With("user", used), "n1");
        var plan = cluster.Plan(With("p", wanted));
        plan.Report.Message.ShouldBe(suits ? "0/2 nodes are available:" : "0/2 nodes are available: 1 node(s) had no available disk.");
        if (!suits) plan.Node.ShouldBe("n2");
    }

    [Fact]
    public void A_more_important_pod_takes_the_disk()
    {
        var cluster = new Cluster().Node("n1").Running(With("user", "gce:d1"), "n1");
        var pod = With("vip", "gce:d1").Pod;
        cluster.Preempt(new PodDemand(pod with { Spec = pod.Spec with { Priority = 10 } })).Victims.ShouldHaveSingleItem().Key.Name.ShouldBe("user");
    }

    /// <summary>
    /// What the driver says of the class: <c>capacity[/largest]@zone</c>; <c>-</c> where it says nothing, <c>off</c> where the scheduler shall not heed it; and why a
    /// claim of 10Gi cannot be made on the node in zone 1.
    /// </summary>
    [Theory]
    [InlineData("off", null)]
    [InlineData("-", NoRoom)]
    [InlineData("10Gi@1", null)]
    [InlineData("9Gi@1", NoRoom)]
    [InlineData("10Gi@2", NoRoom)]
    [InlineData("9Gi@1 10Gi@1", null)]
    [InlineData("100Gi/9Gi@1", NoRoom)]
    [InlineData("100Gi/10Gi@1", null)]
    [InlineData("5Gi/10Gi@1", null)]
    [InlineData("100Gi", NoRoom)]
    [InlineData("100Gi@*", null)]
    [InlineData("none@1", NoRoom)]
    [InlineData("other:100Gi@1", NoRoom)]
    public void A_volume_is_made_where_its_driver_has_room(string says, string? reason)
    {
        var cluster = new Cluster().Node("n1", labels: ["zone=1"]);
        cluster.Model.Volumes.Read(new StorageClass { Metadata = new ObjectMeta { Name = "made" }, Provisioner = "csi.example.com", VolumeBindingMode = "WaitForFirstConsumer" }, isGone: false);
        cluster.Model.Volumes.Read(new CSIDriver { Metadata = new ObjectMeta { Name = "csi.example.com" }, Spec = new CSIDriverSpec { StorageCapacity = says != "off" } }, isGone: false);
        if (says is not ("off" or "-"))
            foreach (var (i, text) in says.Split(' ').Index()) cluster.Model.Volumes.Read(Capacity($"c{i}", text), isGone: false);
        cluster.Model.Volumes.Read(Waiting("c1", "made"), isGone: false);
        cluster.Plan(Using("c1")).Report.Message.ShouldBe(reason is null ? "0/1 nodes are available:" : $"0/1 nodes are available: 1 {reason}.");
    }

    [Fact]
    public void All_that_stands_in_the_way_of_a_pods_volumes_is_told()
    {
        var cluster = new Cluster().Node("n1");
        cluster.Model.Volumes.Read(new StorageClass { Metadata = new ObjectMeta { Name = "manual" }, Provisioner = "kubernetes.io/no-provisioner", VolumeBindingMode = "WaitForFirstConsumer" }, isGone: false);
        cluster.Model.Volumes.Read(Waiting("c1", "manual"), isGone: false);
        var far = new NodeSelectorTerm { MatchExpressions = [new NodeSelectorRequirement { Key = "kubernetes.io/hostname", Operator = "In", Values = ["far"] }] };
        cluster.Model.Volumes.Read(new PersistentVolume
        {
            Metadata = new ObjectMeta { Name = "v2" }, Spec = new PersistentVolumeSpec { NodeAffinity = new VolumeNodeAffinity { Required = new NodeSelector { NodeSelectorTerms = [far] } } },
        }, isGone: false);
        cluster.Model.Volumes.Read(new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta { Name = "c2", Namespace = "default", Annotations = new Dictionary<string, string> { ["pv.kubernetes.io/bind-completed"] = "yes" } },
            Spec = new PersistentVolumeClaimSpec { VolumeName = "v2" },
        }, isGone: false);
        cluster.Plan(Using("c1", "c2")).Report.Message.ShouldBe($"0/1 nodes are available: 1 {NoneFree}, 1 node(s) had volume node affinity conflict.");
    }

    private static CSIStorageCapacity Capacity(string name, string text)
    {
        var (amounts, zone) = (text.Split('@')[0], text.Split('@').ElementAtOrDefault(1));
        var of = amounts.Contains(':') ? amounts.Split(':')[0] : "made";
        var sizes = amounts.Split(':')[^1].Split('/');
        return new CSIStorageCapacity
        {
            Metadata = new ObjectMeta { Name = name, Namespace = "drivers" }, StorageClassName = of,
            Capacity = sizes[0] == "none" ? null : Quantity.Parse(sizes[0]), MaximumVolumeSize = sizes.Length > 1 ? Quantity.Parse(sizes[1]) : null,
            NodeTopology = zone switch { null => null, "*" => new LabelSelector(), _ => Make.Selector($"zone={zone}") },
        };
    }

    private static PersistentVolumeClaim Waiting(string name, string of) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name },
        Spec = new PersistentVolumeClaimSpec { StorageClassName = of, Resources = new() { Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("10Gi") } } },
    };

    private static PodDemand Using(params string[] claims) => Cluster.Pod("p", spec: p => p with
    {
        Volumes = [.. claims.Select(static name => new Volume { Name = name, PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = name } })],
    });

    private static PodDemand With(string name, string disk) => Cluster.Pod(name, spec: p => p with { Volumes = [Disk(disk.Split(':'), disk.EndsWith(":ro", StringComparison.Ordinal))] });

    private static Volume Disk(string[] parts, bool readOnly) => parts[0] switch
    {
        "gce" => new Volume { Name = "data", GcePersistentDisk = new GCEPersistentDiskVolumeSource { PdName = parts[1], ReadOnly = readOnly } },
        "aws" => new Volume { Name = "data", AwsElasticBlockStore = new AWSElasticBlockStoreVolumeSource { VolumeID = parts[1], ReadOnly = readOnly } },
        "iscsi" => new Volume { Name = "data", Iscsi = new ISCSIVolumeSource { Iqn = parts[1], TargetPortal = "10.0.0.1", ReadOnly = readOnly } },
        _ => new Volume { Name = "data", Rbd = new RBDVolumeSource { Pool = parts[1].Split('/')[0], Image = parts[1].Split('/')[1], Monitors = parts[2].Split(','), ReadOnly = readOnly } },
    };
}
