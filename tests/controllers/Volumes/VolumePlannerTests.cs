using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Volumes;

public sealed class VolumePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="uid">Of the claimRef; null for none.</param>
    /// <param name="claim">The volume that the claim names; null where the claim is gone.</param>
    [Theory]
    [InlineData(null, null, "", "Available")]
    [InlineData("", null, "", "Available")]
    [InlineData("u1", "v", "Available", "Bound")]
    [InlineData("u1", "", "", null)]
    [InlineData("u1", "", "Bound", null)]
    [InlineData("u1", null, "Bound", "Released")]
    [InlineData("u2", "v", "Bound", "Released")]
    public void The_phase_follows_from_the_claim(string? uid, string? claim, string before, string? after) =>
        VolumePlanner.Plan(new VolumeView(Volume(uid, before), claim is null ? null : Claim(claim)), Now).Status?.Phase.ShouldBe(after);

    [Theory]
    [InlineData("Retain", VolumeMarks.LocalProvisioner, false, null)]
    [InlineData("Delete", VolumeMarks.LocalProvisioner, true, null)]
    [InlineData("Delete", "csi.example.com", false, null)]
    [InlineData("Delete", null, false, "VolumeFailedDelete")]
    [InlineData("Recycle", null, false, "VolumeFailedRecycle")]
    public void A_released_volume_is_reclaimed_by_whoever_made_it(string policy, string? maker, bool deletes, string? reason)
    {
        var volume = Volume("u1", "Released");
        volume = volume with
        {
            Metadata = volume.Metadata with { Annotations = maker is null ? volume.Metadata.Annotations : new Dictionary<string, string> { [VolumeMarks.ProvisionedBy] = maker } },
            Spec = volume.Spec with { PersistentVolumeReclaimPolicy = policy },
        };
        var plan = VolumePlanner.Plan(new VolumeView(volume, null), Now);
        plan.Deletes.ShouldBe(deletes);
        plan.Events.SingleOrDefault()?.Reason.ShouldBe(reason);
        (plan.Status?.Phase).ShouldBe(reason is null ? null : "Failed");
    }

    [Theory]
    [InlineData("hostPath", "/tmp/data", null, null)]
    [InlineData("hostPath", "/var/tmp/x", null, null)]
    [InlineData("hostPath", "/tmp/", null, "host_path deleter only supports /tmp/.+ but received provided /tmp/")]
    [InlineData("hostPath", "/mnt/data", null, "host_path deleter only supports /tmp/.+ but received provided /mnt/data")]
    [InlineData("hostPath", "/mnt/data", "kubernetes.io/host-path", "host_path deleter only supports /tmp/.+ but received provided /mnt/data")]
    [InlineData("nfs", "", null, "error getting deleter volume plugin for volume \"v\": no deletable volume plugin matched")]
    [InlineData("local", "", null, "error getting deleter volume plugin for volume \"v\": no volume plugin matched")]
    [InlineData("local", "", "kubernetes.io/glusterfs", "no volume plugin matched name: kubernetes.io/glusterfs")]
    [InlineData("local", "", "kubernetes.io/nfs", "no deletable volume plugin matched")]
    public void A_volume_that_nobody_made_is_deleted_where_Kubernetes_knows_how_and_its_files_stay(string source, string path, string? maker, string? why)
    {
        var plan = VolumePlanner.Plan(new VolumeView(Released("Delete", source, path, maker), null), Now);
        plan.Deletes.ShouldBe(why is null);
        (plan.Status?.Message, plan.Events.SingleOrDefault()?.Message).ShouldBe((why, why));
    }

    [Theory]
    [InlineData("csi", null)]
    [InlineData("local", "csi.example.com")]
    [InlineData("local", "kubernetes.io/aws-ebs")]
    public void A_volume_that_a_driver_looks_after_is_left_to_it(string source, string? maker) =>
        VolumePlanner.Plan(new VolumeView(Released("Delete", source, "", maker), null), Now).ShouldBe(VolumePlan.Nothing);

    [Theory]
    [InlineData("local", "No recycler plugin found for the volume!")]
    [InlineData("hostPath", "Recycle failed: this deprecated policy is not carried out here; empty the volume and remove its claimRef to make it available again")]
    public void Nothing_is_recycled_and_the_volume_says_why(string source, string why) =>
        VolumePlanner.Plan(new VolumeView(Released("Recycle", source, "/tmp/data", null), null), Now).Events.ShouldBe([PlannedEvent.Warning("VolumeFailedRecycle", why)]);

    [Fact]
    public void A_volume_for_blocks_whose_claim_is_for_files_and_its_claim_say_so()
    {
        var volume = Volume("u1", "Pending");
        var plan = VolumePlanner.Plan(new VolumeView(volume with { Spec = volume.Spec with { VolumeMode = "Block" } }, Claim("")), Now);
        plan.Events.Select(static e => (e.Reason, e.Regarding?.Name, e.Message)).ShouldBe(
        [
            ("VolumeMismatch", null, "Cannot bind PersistentVolume to requested PersistentVolumeClaim \"data\" due to incompatible volumeMode."),
            ("VolumeMismatch", "data", "Cannot bind PersistentVolume \"v\" to requested PersistentVolumeClaim due to incompatible volumeMode."),
        ]);
    }

    [Fact]
    public void A_volume_that_was_made_for_a_claim_which_took_another_one_goes_only_by_its_policy()
    {
        var volume = Volume("u1", "Bound");
        volume = volume with { Metadata = volume.Metadata with { Annotations = new Dictionary<string, string> { [VolumeMarks.ProvisionedBy] = VolumeMarks.LocalProvisioner } } };
        VolumePlanner.Plan(new VolumeView(volume with { Spec = volume.Spec with { PersistentVolumeReclaimPolicy = "Delete" } }, Claim("other")), Now).Status!.Phase.ShouldBe("Released");
        VolumePlanner.Plan(new VolumeView(volume with { Spec = volume.Spec with { PersistentVolumeReclaimPolicy = "Retain" } }, Claim("other")), Now).Volume!.Spec.ClaimRef!.Uid.ShouldBeEmpty();
    }

    [Fact]
    public void A_volume_is_marked_as_in_use_again()
    {
        var volume = Volume(null, "Available");
        VolumePlanner.Plan(new VolumeView(volume with { Metadata = volume.Metadata with { Finalizers = [] } }, null), Now).Volume!.Metadata.Finalizers.ShouldBe([VolumeMarks.VolumeProtection]);
    }

    [Fact]
    public void A_volume_whose_claim_took_another_one_is_free_again()
    {
        var volume = Volume("u1", "Available");
        volume = volume with { Metadata = volume.Metadata with { Annotations = new Dictionary<string, string> { [VolumeMarks.BoundByController] = "yes" } } };
        VolumePlanner.Plan(new VolumeView(volume, Claim("other")), Now).Volume!.Spec.ClaimRef.ShouldBeNull();
        VolumePlanner.Plan(new VolumeView(Volume("u1", "Available"), Claim("other")), Now).Volume!.Spec.ClaimRef!.Uid.ShouldBeEmpty();
    }

    /// <summary>Claims pass over volumes that end: this one waited for ever, and the claim for it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("other")]
    public void A_volume_that_ends_before_its_claim_names_it_goes(string named)
    {
        var volume = Volume("u1", "Available");
        volume = volume with { Metadata = volume.Metadata with { DeletionTimestamp = Now } };
        VolumePlanner.Plan(new VolumeView(volume, Claim(named)), Now).Volume!.Metadata.Finalizers.ShouldBeEmpty();
    }

    [Fact]
    public void A_claimed_volume_stays_until_its_claim_goes()
    {
        var volume = Volume("u1", "Bound");
        volume = volume with { Metadata = volume.Metadata with { DeletionTimestamp = Now } };
        VolumePlanner.Plan(new VolumeView(volume, Claim("v")), Now).ShouldBe(VolumePlan.Nothing);
        VolumePlanner.Plan(new VolumeView(volume, Claim("")), Now).ShouldBe(VolumePlan.Nothing);
        var released = VolumePlanner.Plan(new VolumeView(volume, null), Now).Status!;
        VolumePlanner.Plan(new VolumeView(volume with { Status = released }, null), Now).Volume!.Metadata.Finalizers.ShouldBeEmpty();

        var takenSince = volume with { Status = new PersistentVolumeStatus { Phase = "Available" } };
        VolumePlanner.Plan(new VolumeView(takenSince, Claim("v")), Now).Status!.Phase.ShouldBe("Bound");
    }

    private static PersistentVolume Released(string policy, string source, string path, string? maker)
    {
        var volume = Volume("u1", "Released");
        return volume with
        {
            Metadata = volume.Metadata with { Annotations = maker is null ? volume.Metadata.Annotations : new Dictionary<string, string> { [VolumeMarks.ProvisionedBy] = maker } },
            Spec = volume.Spec with
            {
                PersistentVolumeReclaimPolicy = policy, HostPath = source == "hostPath" ? new HostPathVolumeSource { Path = path } : null,
                Nfs = source == "nfs" ? new NFSVolumeSource() : null, Local = source == "local" ? new LocalVolumeSource() : null, Csi = source == "csi" ? new CSIPersistentVolumeSource() : null,
            },
        };
    }

    private static PersistentVolume Volume(string? uid, string phase) => new()
    {
        Metadata = new ObjectMeta { Name = "v", Uid = "v", Finalizers = [VolumeMarks.VolumeProtection] },
        Spec = new PersistentVolumeSpec { ClaimRef = uid is null ? null : new ObjectReference { Namespace = "default", Name = "data", Uid = uid } },
        Status = new PersistentVolumeStatus { Phase = phase },
    };

    private static PersistentVolumeClaim Claim(string volume) => new()
    {
        Metadata = new ObjectMeta { Name = "data", Namespace = "default", Uid = "u1" }, Spec = new PersistentVolumeClaimSpec { VolumeName = volume },
    };
}
