using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Volumes;

/// <summary>Whatever claims and volumes come and go, in whatever order their planners learn of it.</summary>
public sealed class VolumePropertyTests
{
    [Fact]
    public void What_is_bound_stays_bound_until_its_claim_goes_and_a_claim_stays_while_it_is_used() => Script.ForAll(static script =>
    {
        var world = new VolumeWorld();
        var bound = new Dictionary<string, string>();
        while (script.HasMore)
        {
            var used = VolumeWorld.Claims.Where(c => world.IsUsed(c) && world.Claim(c) is not null).ToList();
            Step(world, script);
            var after = Bindings(world);
            foreach (var (volume, claim) in bound.Where(b => VolumeWorld.Claims.Any(name => world.Claim(name)?.Metadata.Uid == b.Value))) after.GetValueOrDefault(volume).ShouldBe(claim, $"{volume} was taken away");
            foreach (var claim in used.Where(world.IsUsed)) world.Claim(claim).ShouldNotBeNull($"{claim} is in use");

            foreach (var claim in VolumeWorld.Claims) world.Claim(claim)?.Status.Phase.ShouldNotBe(PersistentVolumeClaimPhase.Lost, $"{claim} lost what it had barely been given");
            bound = after.Where(b => IsKept(world.Volume(b.Key)!)).ToDictionary();
        }
    }, runs: 200, length: 400);

    [Fact]
    public void Everything_comes_to_rest_and_phases_tell_how_things_stand() => Script.ForAll(static script =>
    {
        var world = new VolumeWorld();
        while (script.HasMore) Step(world, script);

        for (var rounds = 0; Round(world) > 0; rounds++) rounds.ShouldBeLessThan(12, "it never rests");

        var volumes = world.AllVolumes;
        foreach (var volume in volumes)
        {
            var holder = world.Holder(volume);
            (volume.Status.Phase == PersistentVolumePhase.Bound).ShouldBe(holder is not null, $"{volume.Metadata.Name} is {volume.Status.Phase}");
            if (volume.Spec.ClaimRef is { Uid.Length: 0 }) world.IsReserved(volume).ShouldBeTrue("it is free again");
            if (volume.Spec.ClaimRef is { Uid.Length: > 0 } gone && world.Claim(gone.Name)?.Metadata.Uid != gone.Uid) volume.Status.Phase.ShouldBeOneOf(PersistentVolumePhase.Released, PersistentVolumePhase.Failed);
            if (volume.Metadata.DeletionTimestamp is not null) holder.ShouldNotBeNull("nothing keeps it");
            if (volume.Status.Phase == PersistentVolumePhase.Released)
                (volume.Spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Retain || volume.Metadata.Annotations.ContainsKey(VolumeMarks.ProvisionedBy)).ShouldBeTrue("nobody reclaims it");
        }

        foreach (var claim in world.Now.List<PersistentVolumeClaim>(Resources.PersistentVolumeClaims))
        {
            var volume = volumes.FirstOrDefault(v => v.Metadata.Name == claim.Spec.VolumeName);
            if (claim.Metadata.DeletionTimestamp is not null) world.IsUsed(claim.Metadata.Name).ShouldBeTrue("nothing keeps it");
            else if (claim.Status.Phase == PersistentVolumeClaimPhase.Bound) world.Holder(volume.ShouldNotBeNull()).ShouldBe(claim);
            else if (claim.Status.Phase == PersistentVolumeClaimPhase.Lost) (volume is null || world.Holder(volume) != claim).ShouldBeTrue("its volume is there");
            else if (claim.Spec.VolumeName.Length == 0) world.VolumeFor(claim).ShouldBeNull("there is a volume for it");
        }
    }, runs: 200, length: 400);

    /// <summary>Somebody acts, and some planners hear of it, sooner or later, and of what the others did.</summary>
    private static void Step(VolumeWorld world, Script script)
    {
        var choice = script.Choose(600);
        var (behind, answers) = (choice % 5 == 0 ? script.Choose(6) : 0, choice % 2 == 0 ? script.Choose(2) : int.MaxValue);
        if (choice % 3 == 0 || choice % 7 == 0) world.Act(script);
        else if (choice % 3 == 1) world.ReconcileClaim(script.Pick(VolumeWorld.Claims), behind, answers);
        else if (world.AllVolumes is { Count: > 0 } volumes) world.ReconcileVolume(script.Pick(volumes).Metadata.Name, behind, answers);
    }

    private static int Round(VolumeWorld world) =>
        VolumeWorld.Claims.Sum(claim => world.ReconcileClaim(claim, 0, int.MaxValue)) + world.AllVolumes.Sum(volume => world.ReconcileVolume(volume.Metadata.Name, 0, int.MaxValue));

    /// <summary>Whether a volume that is bound has to outlive its deletion: protection goes by the phase, and a user may give a claim a volume that ends.</summary>
    private static bool IsKept(PersistentVolume volume) => volume.Metadata.DeletionTimestamp is null || volume.Status.Phase == PersistentVolumePhase.Bound;

    /// <summary>The uid of the claim of each volume that is bound.</summary>
    private static Dictionary<string, string> Bindings(VolumeWorld world) =>
        world.AllVolumes.Where(v => world.Holder(v) is not null).ToDictionary(static v => v.Metadata.Name, static v => v.Spec.ClaimRef!.Uid);
}
