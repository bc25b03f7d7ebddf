using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Csi;
using Orleans.Kube.NodeAgent.Csi.Protocol;
using Ability = Orleans.Kube.NodeAgent.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;
using Mode = Orleans.Kube.NodeAgent.Csi.Protocol.VolumeCapability.Types.AccessMode.Types.Mode;

namespace Orleans.Kube.NodeAgent.Tests.Csi;

/// <summary>What is asked of a CSI driver, and how it is remembered.</summary>
public sealed class CsiTests
{
    private static readonly CsiSource Source = new() { Name = "pv", Driver = "csi.example", Handle = "vol-1" };

    [Theory]
    [InlineData("ReadWriteOnce", false, Mode.SingleNodeWriter)]
    [InlineData("ReadWriteOnce", true, Mode.SingleNodeMultiWriter)]
    [InlineData("ReadWriteOncePod", false, Mode.SingleNodeWriter)]
    [InlineData("ReadWriteOncePod", true, Mode.SingleNodeSingleWriter)]
    [InlineData("ReadOnlyMany", true, Mode.MultiNodeReaderOnly)]
    [InlineData("ReadWriteMany", false, Mode.MultiNodeMultiWriter)]
    public void Access_modes_are_told_as_far_as_the_driver_tells_them_apart(string mode, bool tellsApart, Mode told) =>
        CsiRequests.Use(Source with { AccessModes = [mode] }, null, tellsApart ? new HashSet<Ability> { Ability.SingleNodeMultiWriter } : new HashSet<Ability>()).AccessMode.Mode.ShouldBe(told);

    [Fact]
    public void The_group_is_told_to_drivers_that_give_files_to_it()
    {
        CsiRequests.Use(Source, 42, new HashSet<Ability> { Ability.VolumeMountGroup }).Mount.VolumeMountGroup.ShouldBe("42");
        CsiRequests.Use(Source, 42, new HashSet<Ability>()).Mount.VolumeMountGroup.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "ext4", "ReadWriteOnce", false, true)]
    [InlineData(null, "", "ReadWriteOnce", false, false)]
    [InlineData(null, "ext4", "ReadWriteMany", false, false)]
    [InlineData(null, "ext4", "ReadWriteOncePod", false, true)]
    [InlineData("File", "", "ReadWriteMany", false, true)]
    [InlineData("File", "", "ReadWriteMany", true, false)]
    [InlineData("None", "ext4", "ReadWriteOnce", false, false)]
    public void Files_are_given_to_the_group_by_the_policy_of_the_driver(string? policy, string type, string mode, bool isReadOnly, bool takes) =>
        (Source with { FsType = type, AccessModes = [mode], IsReadOnly = isReadOnly }).TakesGroup(policy).ShouldBe(takes);

    [Fact]
    public void Names_are_those_that_kubernetes_gives()
    {
        // printf vol-1csi.examplenode | sha256sum; printf uidvol | sha256sum
        Source.AttachmentName("node").ShouldBe("csi-8efba12d7641bd755b531c9c0aa575f9f686c10e28139b260d14c09d67e11d2f");
        CsiSource.Of(new Pod { Metadata = new() { Uid = "uid" } }, "vol", new CSIVolumeSource { Driver = "d" }).Handle.ShouldBe("csi-59a84980f8ef4826da54c7ced3605cf80e85f6bb08948be904a09383f8317b93");
        Source.UniqueName.ShouldBe("kubernetes.io/csi/csi.example^vol-1");
    }

    [Fact]
    public void A_driver_that_tells_of_itself_again_takes_its_own_place()
    {
        var once = CsiNodeObjects.With([], "a", new NodeGetInfoResponse { NodeId = "1", MaxVolumesPerNode = 5 });
        var again = CsiNodeObjects.With([.. once, new() { Name = "b", NodeID = "x" }], "a", new NodeGetInfoResponse { NodeId = "2", AccessibleTopology = new() { Segments = { ["z"] = "1", ["a"] = "2" } } });
        again.Select(static d => (d.Name, d.NodeID)).ShouldBe([("b", "x"), ("a", "2")]);
        again[1].TopologyKeys.ShouldBe(["a", "z"]);
        again[1].Allocatable.ShouldBeNull("it no longer says how many");
        once[0].Allocatable!.Count.ShouldBe(5);
    }

    [Fact]
    public void Records_outlive_the_agent_but_for_those_that_were_cut_off()
    {
        var folders = new NodeAgent.Volumes.PodFolders(Directory.CreateTempSubdirectory().FullName);
        var records = new CsiRecords(folders);
        var changes = 0;
        records.Changed += () => changes++;
        var record = new CsiRecord { Uid = "u", Volume = "v", Driver = "d", Handle = "h", Target = "/t", UniqueName = "kubernetes.io/csi/d^h" };
        records.Put(record);
        records.Put(record with { Volume = "w", Boot = "now" });
        File.WriteAllText(Path.Combine(folders.Csi("u"), "cut.json"), "{\"Uid\":");
        var next = new CsiRecords(folders);
        next.All.OrderBy(static r => r.Volume).ShouldBe([record, record with { Volume = "w", Boot = "now" }]);
        next.InUse.ShouldBe(["kubernetes.io/csi/d^h"]);
        records.Remove(record);
        records.InUse.ShouldBe(["kubernetes.io/csi/d^h"], "the other one uses it");
        changes.ShouldBe(3);
        new CsiRecords(folders).All.ShouldHaveSingleItem().Volume.ShouldBe("w");
    }
}
