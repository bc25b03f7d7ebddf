using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Tests.Volumes;

public sealed class ClaimPlannerTests
{
    [Theory]
    [InlineData("2Gi", "fast", "ReadWriteOnce", "Filesystem", null)]
    [InlineData("1Gi", "fast", "ReadWriteOnce", "Filesystem", "requested PV is too small")]
    [InlineData("2Gi", "slow", "ReadWriteOnce", "Filesystem", "storageClassName does not match")]
    [InlineData("2Gi", "fast", "ReadWriteMany", "Filesystem", "incompatible accessMode")]
    [InlineData("2Gi", "fast", "ReadWriteOnce", "Block", "incompatible volumeMode")]
    public void A_volume_fits_by_size_class_mode_and_access(string size, string @class, string access, string mode, string? why)
    {
        var volume = Volume("v", size);
        volume = volume with { Spec = volume.Spec with { StorageClassName = @class, AccessModes = [access], VolumeMode = mode } };
        VolumeMatch.Mismatch(Claim("2Gi"), volume).ShouldBe(why);
    }

    [Fact]
    public void A_volume_that_is_set_aside_for_the_claim_is_taken_before_a_smaller_one()
    {
        var reserved = Volume("z", "9Gi");
        reserved = reserved with { Spec = reserved.Spec with { ClaimRef = new ObjectReference { Namespace = "default", Name = "data" } } };
        VolumeMatch.Find(Claim("2Gi"), [Volume("a", "2Gi"), reserved], null).ShouldBe(reserved);
    }

    [Fact]
    public void A_bound_claim_whose_volume_is_gone_is_lost_once()
    {
        var claim = Bound();
        var plan = ClaimPlanner.Plan(new ClaimView(claim, []));
        plan.Status!.Phase.ShouldBe("Lost");
        plan.Events.Single().Reason.ShouldBe("ClaimLost");
        ClaimPlanner.Plan(new ClaimView(claim with { Status = plan.Status }, [])).ShouldBe(ClaimPlan.Nothing);
    }

    [Fact]
    public void A_claim_goes_when_no_pod_uses_it_any_more()
    {
        var claim = Bound();
        claim = claim with { Metadata = claim.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch, Finalizers = [VolumeMarks.ClaimProtection] } };
        ClaimPlanner.Plan(new ClaimView(claim, []) { InUse = true }).ShouldBe(ClaimPlan.Nothing);
        ClaimPlanner.Plan(new ClaimView(claim, [])).Claim!.Metadata.Finalizers.ShouldBeEmpty();
    }

    [Fact]
    public void A_claim_that_names_no_class_gets_the_default_one_later_too()
    {
        var claim = Claim("1Gi");
        claim = claim with { Spec = claim.Spec with { StorageClassName = null } };
        ClaimPlanner.Plan(new ClaimView(claim, []) { DefaultClass = "fast" }).Claim!.Spec.StorageClassName.ShouldBe("fast");
    }

    [Fact]
    public void A_claim_waits_for_its_first_pod_where_the_class_says_so()
    {
        var view = new ClaimView(Claim("1Gi"), [Volume("v", "2Gi")]) { Class = new StorageClass { VolumeBindingMode = "WaitForFirstConsumer", Provisioner = "p" } };
        ClaimPlanner.Plan(view).Events.Single().Reason.ShouldBe("WaitForFirstConsumer");
        ClaimPlanner.Plan(view with { Node = new Node() }).Volume.ShouldNotBeNull();
    }

    /// <summary>The smallest free volume that is large enough is taken; applied to its own result the plan is empty.</summary>
    [Fact]
    public void The_smallest_volume_that_fits_is_taken_and_then_nothing_is_left_to_do() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(1, 20)).ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(),
        (sizes, wanted) =>
        {
            PersistentVolume[] volumes = [.. sizes.Select(static (size, index) => Volume($"v{index}", $"{size}Gi"))];
            var claim = Claim($"{wanted}Gi");
            var plan = ClaimPlanner.Plan(new ClaimView(claim, volumes) { Class = new StorageClass { Provisioner = VolumeMarks.NoProvisioner } });
            var fitting = sizes.Where(size => size >= wanted).ToArray();
            if (fitting.Length == 0) return plan.Volume is null && plan.Claim is null;
            var taken = (PersistentVolume)((ObjectReplacement)plan.Volume!).Content;
            var bound = plan.Claim! with { Status = plan.Status! };
            var after = volumes.Select(volume => volume.Metadata.Name == taken.Metadata.Name ? taken : volume).ToArray();
            var again = ClaimPlanner.Plan(new ClaimView(bound, after));
            return taken.Spec.Capacity["storage"] == Quantity.Parse($"{fitting.Min()}Gi") && bound.Spec.VolumeName == taken.Metadata.Name
                && again is { Volume: null, Claim: null, Status: null, Events.Count: 0 };
        }).QuickCheckThrowOnFailure();

    private static PersistentVolumeClaim Bound()
    {
        var claim = Claim("1Gi");
        return claim with
        {
            Metadata = claim.Metadata with { Annotations = new Dictionary<string, string> { [VolumeMarks.BindCompleted] = "yes" } },
            Spec = claim.Spec with { VolumeName = "gone" }, Status = new PersistentVolumeClaimStatus { Phase = "Bound" },
        };
    }

    private static PersistentVolumeClaim Claim(string size) => new()
    {
        Metadata = new ObjectMeta { Name = "data", Namespace = "default", Uid = "u1" },
        Spec = new PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"], StorageClassName = "fast", VolumeMode = "Filesystem",
            Resources = new VolumeResourceRequirements { Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(size) } },
        },
        Status = new PersistentVolumeClaimStatus { Phase = "Pending" },
    };

    private static PersistentVolume Volume(string name, string size) => new()
    {
        Metadata = new ObjectMeta { Name = name, Uid = name },
        Spec = new PersistentVolumeSpec
        {
            AccessModes = ["ReadWriteOnce"], StorageClassName = "fast", VolumeMode = "Filesystem",
            Capacity = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(size) },
        },
        Status = new PersistentVolumeStatus { Phase = "Available" },
    };
}
