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
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

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
        var plan = ClaimPlanner.Plan(new ClaimView(claim, []), Now);
        plan.Status!.Phase.ShouldBe("Lost");
        plan.Events.Single().Reason.ShouldBe("ClaimLost");
        ClaimPlanner.Plan(new ClaimView(claim with { Status = plan.Status }, []), Now).ShouldBe(ClaimPlan.Nothing);
    }

    [Fact]
    public void A_claim_goes_when_no_pod_uses_it_any_more()
    {
        var claim = Bound();
        claim = claim with { Metadata = claim.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } };
        ClaimPlanner.Plan(new ClaimView(claim, []) { InUse = true }, Now).Claim.ShouldBeNull();
        ClaimPlanner.Plan(new ClaimView(claim, []), Now).Claim!.Metadata.Finalizers.ShouldBeEmpty();
    }

    [Fact]
    public void A_claim_that_names_no_class_gets_the_default_one_later_too()
    {
        var claim = Claim("1Gi");
        claim = claim with { Spec = claim.Spec with { StorageClassName = null } };
        ClaimPlanner.Plan(new ClaimView(claim, []) { DefaultClass = "fast" }, Now).Claim!.Spec.StorageClassName.ShouldBe("fast");
    }

    [Fact]
    public void A_volume_without_a_class_is_taken_before_the_default_class_is()
    {
        var claim = Claim("1Gi");
        claim = claim with { Spec = claim.Spec with { StorageClassName = null } };
        var volume = Volume("v", "2Gi");
        volume = volume with { Spec = volume.Spec with { StorageClassName = "" } };
        ClaimPlanner.Plan(new ClaimView(claim, [volume]) { DefaultClass = "fast" }, Now).Claim!.Spec.VolumeName.ShouldBe("v");
    }

    [Fact]
    public void The_volume_is_bound_before_the_claim_names_it()
    {
        var plan = ClaimPlanner.Plan(new ClaimView(Claim("1Gi"), [Volume("v", "2Gi")]), Now);

        var claimed = ((PersistentVolume)((ObjectReplacement)plan.Volume!).Content).Spec.ClaimRef!;
        (claimed.Kind, claimed.Namespace, claimed.Name, claimed.Uid, claimed.ResourceVersion).ShouldBe(("PersistentVolumeClaim", "default", "data", "u1", "7"));
        (plan.BoundVolume!.Status.Phase, plan.BoundVolume.Status.LastPhaseTransitionTime, plan.BoundVolume.Spec.ClaimRef).ShouldBe(("Bound", Now, claimed));
        plan.Claim!.Metadata.Annotations.Keys.ShouldBe([VolumeMarks.BindCompleted, VolumeMarks.BoundByController], ignoreOrder: true);
    }

    [Fact]
    public void A_volume_that_was_deleted_after_it_was_bound_is_still_taken_and_no_other_that_ends()
    {
        var volume = Of(Volume("v", "2Gi"), "u1");
        volume = volume with { Metadata = volume.Metadata with { DeletionTimestamp = Now } };

        ClaimPlanner.Plan(new ClaimView(Claim("1Gi"), [volume with { Status = new() { Phase = "Bound" } }]), Now).Claim!.Spec.VolumeName.ShouldBe("v");
        ClaimPlanner.Plan(new ClaimView(Claim("1Gi"), [volume]) { Class = new StorageClass { Provisioner = "p" } }, Now).Claim!.Spec.VolumeName.ShouldBeEmpty();
        var named = Named(Claim("1Gi"), "v");
        ClaimPlanner.Plan(new ClaimView(named, [volume with { Spec = volume.Spec with { ClaimRef = null } }]), Now).Events.Single().Message
            .ShouldBe("Cannot bind to requested volume \"v\": the volume is marked for deletion \"v\"");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_volume_that_is_set_aside_for_the_claim_need_not_be_of_its_class(bool isNamed)
    {
        var volume = Of(Volume("v", "2Gi"), "");
        volume = volume with { Spec = volume.Spec with { StorageClassName = "other" } };
        var claim = isNamed ? Named(Claim("1Gi"), "v") : Claim("1Gi");

        var plan = ClaimPlanner.Plan(new ClaimView(claim, [volume]), Now);

        plan.Status!.Phase.ShouldBe("Bound");
        ((ObjectReplacement)plan.Volume!).Content.Metadata.Annotations.ShouldBeEmpty();
    }

    [Fact]
    public void Volumes_that_can_be_mounted_in_fewer_ways_come_first_unless_a_node_is_chosen()
    {
        var shared = Volume("a", "2Gi");
        shared = shared with { Spec = shared.Spec with { AccessModes = ["ReadWriteMany", "ReadWriteOnce"] } };
        PersistentVolume[] volumes = [shared, Volume("b", "9Gi")];

        VolumeMatch.Find(Claim("1Gi"), volumes, null)!.Metadata.Name.ShouldBe("b");
        VolumeMatch.Find(Claim("1Gi"), volumes, new Node())!.Metadata.Name.ShouldBe("a");
    }

    [Fact]
    public void A_claim_without_a_volume_has_no_capacity()
    {
        var claim = Bound();
        claim = claim with { Status = claim.Status with { AccessModes = ["ReadWriteOnce"], Capacity = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("1Gi") } } };
        var lost = ClaimPlanner.Plan(new ClaimView(claim, []), Now).Status!;
        (lost.Phase, lost.AccessModes.Count, lost.Capacity.Count).ShouldBe(("Lost", 0, 0));
    }

    [Theory]
    [InlineData("", null, "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!")]
    [InlineData("gone", "u2", "Two claims are bound to the same volume, this one is bound incorrectly")]
    [InlineData("gone", "", "Two claims are bound to the same volume, this one is bound incorrectly")]
    public void A_bound_claim_is_lost_with_what_it_names(string named, string? uid, string message)
    {
        var volume = Volume("gone", "1Gi");
        ClaimPlanner.Plan(new ClaimView(Named(Bound(), named), [uid is null ? volume : Of(volume, uid)]), Now).Events.Single().Message.ShouldBe(message);
    }

    [Fact]
    public void A_lost_claim_is_bound_again_to_a_volume_of_that_name()
    {
        var claim = Bound() with { Status = new PersistentVolumeClaimStatus { Phase = "Lost" } };
        var plan = ClaimPlanner.Plan(new ClaimView(claim, [Volume("gone", "3Gi")]), Now);
        (plan.Status!.Phase, plan.Status.Capacity["storage"]).ShouldBe(("Bound", Quantity.Parse("3Gi")));
        ((PersistentVolume)((ObjectReplacement)plan.Volume!).Content).Spec.ClaimRef!.Uid.ShouldBe("u1");
    }

    [Theory]
    [InlineData("", "WaitForFirstConsumer", "waiting for first consumer to be created before binding")]
    [InlineData("web", "WaitForPodScheduled", "waiting for pod web to be scheduled")]
    [InlineData("a,b", "WaitForPodScheduled", "waiting for pods a,b to be scheduled")]
    public void A_claim_says_which_pods_it_waits_for(string pods, string reason, string message)
    {
        var view = new ClaimView(Claim("1Gi"), [])
        {
            Class = new StorageClass { VolumeBindingMode = "WaitForFirstConsumer", Provisioner = "p" }, WaitingPods = pods.Split(',', StringSplitOptions.RemoveEmptyEntries),
        };
        var told = ClaimPlanner.Plan(view, Now).Events.Single();
        (told.Reason, told.Message).ShouldBe((reason, message));
    }

    [Theory]
    [InlineData("kubernetes.io/no-provisioner", "ProvisioningFailed", "no volume plugin matched name: kubernetes.io/no-provisioner")]
    [InlineData("kubernetes.io/nfs", "ProvisioningFailed", "no provisionable volume plugin matched")]
    [InlineData("kubernetes.io/host-path", "ProvisioningFailed", "Failed to create provisioner: provisioning in volume plugin \"kubernetes.io/host-path\" is disabled")]
    [InlineData("kubernetes.io/aws-ebs", "ExternalProvisioning", "Waiting for a volume to be created either by the external provisioner 'ebs.csi.aws.com' or manually by the system administrator. "
        + "If volume creation is delayed, please verify that the provisioner is running and correctly registered.")]
    public void A_claim_says_who_makes_its_volume_or_why_nobody_does(string provisioner, string reason, string message)
    {
        var told = ClaimPlanner.Plan(new ClaimView(Claim("1Gi"), []) { Class = new StorageClass { Provisioner = provisioner } }, Now).Events.Single();
        (told.Reason, told.Message).ShouldBe((reason, message));
    }

    [Fact]
    public void A_claim_is_marked_as_in_use_again()
    {
        var claim = Claim("1Gi");
        ClaimPlanner.Plan(new ClaimView(claim with { Metadata = claim.Metadata with { Finalizers = [] } }, []), Now).Claim!.Metadata.Finalizers.ShouldBe([VolumeMarks.ClaimProtection]);
    }

    [Fact]
    public void A_claim_waits_for_its_first_pod_where_the_class_says_so()
    {
        var view = new ClaimView(Claim("1Gi"), [Volume("v", "2Gi")]) { Class = new StorageClass { VolumeBindingMode = "WaitForFirstConsumer", Provisioner = "p" } };
        ClaimPlanner.Plan(view, Now).Events.Single().Reason.ShouldBe("WaitForFirstConsumer");
        ClaimPlanner.Plan(view with { Node = new Node() }, Now).Volume.ShouldNotBeNull();
    }

    /// <summary>The smallest free volume that is large enough is taken; applied to its own result the plan is empty.</summary>
    [Fact]
    public void The_smallest_volume_that_fits_is_taken_and_then_nothing_is_left_to_do() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(1, 20)).ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(),
        (sizes, wanted) =>
        {
            PersistentVolume[] volumes = [.. sizes.Select(static (size, index) => Volume($"v{index}", $"{size}Gi"))];
            var claim = Claim($"{wanted}Gi");
            var plan = ClaimPlanner.Plan(new ClaimView(claim, volumes) { Class = new StorageClass { Provisioner = VolumeMarks.NoProvisioner } }, Now);
            var fitting = sizes.Where(size => size >= wanted).ToArray();
            if (fitting.Length == 0) return plan.Volume is null && plan.Claim is null;
            var taken = (PersistentVolume)((ObjectReplacement)plan.Volume!).Content;
            var bound = plan.Claim! with { Status = plan.Status! };
            var after = volumes.Select(volume => volume.Metadata.Name == taken.Metadata.Name ? plan.BoundVolume! : volume).ToArray();
            var again = ClaimPlanner.Plan(new ClaimView(bound, after), Now);
            return taken.Spec.Capacity["storage"] == Quantity.Parse($"{fitting.Min()}Gi") && bound.Spec.VolumeName == taken.Metadata.Name
                && again is { Volume: null, BoundVolume: null, Claim: null, Status: null, Events.Count: 0 };
        }).QuickCheckThrowOnFailure();

    /// <summary>What a claim asks for and has, and whether it is told that it waits for somebody to expand it.</summary>
    [Theory]
    [InlineData("2Gi", "1Gi", true, true)]
    [InlineData("1Gi", "1Gi", true, false)]
    [InlineData("1Gi", "2Gi", true, false)]
    [InlineData("2Gi", null, true, false)]
    [InlineData("2Gi", "1Gi", false, false)]
    public void A_bound_claim_that_asks_for_more_than_it_has_waits_to_be_expanded(string wanted, string? had, bool isBound, bool told)
    {
        var claim = Named(Claim(wanted), "v");
        if (isBound) claim = claim with { Metadata = claim.Metadata with { Annotations = new Dictionary<string, string> { [VolumeMarks.BindCompleted] = "yes" } } };
        claim = claim with
        {
            Status = new PersistentVolumeClaimStatus
            {
                Phase = isBound ? "Bound" : "Pending",
                Capacity = had is null ? new Dictionary<string, Quantity>() : new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(had) },
            },
        };
        var plan = ClaimPlanner.Plan(new ClaimView(claim, [Of(Volume("v", "5Gi"), "u1")]), Now);

        plan.Events.ShouldBe(told ? [PlannedEvent.Normal("ExternalExpanding", "waiting for an external controller to expand this PVC") with { Component = "volume_expand" }] : []);
    }

    private static PersistentVolumeClaim Named(PersistentVolumeClaim claim, string volume) => claim with { Spec = claim.Spec with { VolumeName = volume } };

    private static PersistentVolume Of(PersistentVolume volume, string uid) =>
        volume with { Spec = volume.Spec with { ClaimRef = new ObjectReference { Namespace = "default", Name = "data", Uid = uid } } };

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
        Metadata = new ObjectMeta { Name = "data", Namespace = "default", Uid = "u1", ResourceVersion = "7", Finalizers = [VolumeMarks.ClaimProtection] },
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
