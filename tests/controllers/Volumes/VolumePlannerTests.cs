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
    [InlineData("u1", "", "", "Available")]
    [InlineData("u1", null, "Bound", "Released")]
    [InlineData("u2", "v", "Bound", "Released")]
    public void The_phase_follows_from_the_claim(string? uid, string? claim, string before, string after) =>
        VolumePlanner.Plan(new VolumeView(Volume(uid, before), claim is null ? null : Claim(claim)), Now).Status!.Phase.ShouldBe(after);

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
        volume = volume with { Metadata = volume.Metadata with { DeletionTimestamp = Now, Finalizers = [VolumeMarks.VolumeProtection] } };
        VolumePlanner.Plan(new VolumeView(volume, Claim(named)), Now).Volume!.Metadata.Finalizers.ShouldBeEmpty();
    }

    [Fact]
    public void A_claimed_volume_stays_until_its_claim_goes()
    {
        var volume = Volume("u1", "Bound");
        volume = volume with { Metadata = volume.Metadata with { DeletionTimestamp = Now, Finalizers = [VolumeMarks.VolumeProtection] } };
        VolumePlanner.Plan(new VolumeView(volume, Claim("v")), Now).ShouldBe(VolumePlan.Nothing);
        VolumePlanner.Plan(new VolumeView(volume, null), Now).Volume!.Metadata.Finalizers.ShouldBeEmpty();

        var takenSince = volume with { Status = new PersistentVolumeStatus { Phase = "Available" } };
        VolumePlanner.Plan(new VolumeView(takenSince, Claim("v")), Now).Status!.Phase.ShouldBe("Bound");
    }

    private static PersistentVolume Volume(string? uid, string phase) => new()
    {
        Metadata = new ObjectMeta { Name = "v", Uid = "v" },
        Spec = new PersistentVolumeSpec { ClaimRef = uid is null ? null : new ObjectReference { Namespace = "default", Name = "data", Uid = uid } },
        Status = new PersistentVolumeStatus { Phase = phase },
    };

    private static PersistentVolumeClaim Claim(string volume) => new()
    {
        Metadata = new ObjectMeta { Name = "data", Namespace = "default", Uid = "u1" }, Spec = new PersistentVolumeClaimSpec { VolumeName = volume },
    };
}
