using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>
/// Binds a claim to a volume (k8s.io/kubernetes/pkg/controller/volume/persistentvolume, pvcprotection). The volume is written first: it names the claim
/// with its uid, so of two claims that want it one wins, and is bound, so that it stays although it may be deleted; only then the claim names the volume. A
/// claim is bound once and for good.
/// </summary>
public static class ClaimPlanner
{
    public static ClaimPlan Plan(ClaimView view, DateTimeOffset now)
    {
        var claim = view.Claim;
        if (Protection(view) is { } marked) return new ClaimPlan { Claim = marked };
        if (claim.Metadata.Annotations.ContainsKey(VolumeMarks.BindCompleted)) return Bound(view, now);
        return claim.Spec.VolumeName.Length > 0 ? Named(view, now) : Open(view, now);
    }

    /// <summary>A claim that is not deleted is marked as in use; one that is goes once no pod uses it, and until then is a claim like any other.</summary>
    private static PersistentVolumeClaim? Protection(ClaimView view)
    {
        var (claim, isMarked) = (view.Claim, view.Claim.Metadata.Finalizers.Contains(VolumeMarks.ClaimProtection));
        if (claim.Metadata.DeletionTimestamp is null) return isMarked ? null : claim with { Metadata = claim.Metadata.WithFinalizer(VolumeMarks.ClaimProtection) };
        return view.InUse || !isMarked ? null : claim with { Metadata = claim.Metadata.WithoutFinalizer(VolumeMarks.ClaimProtection) };
    }

    /// <summary>The claim was bound.</summary>
    private static ClaimPlan Bound(ClaimView view, DateTimeOffset now)
    {
        var claim = view.Claim;
        if (claim.Spec.VolumeName.Length == 0) return Lost(claim, "ClaimLost", "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!");
        if (Volume(view) is not { } volume) return Lost(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
        return volume.Spec.ClaimRef is null || VolumeMarks.Holds(volume, claim)
            ? ClaimBinding.Of(claim, volume, now)
            : Lost(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
    }

    /// <summary>The author of the claim chose a volume.</summary>
    private static ClaimPlan Named(ClaimView view, DateTimeOffset now)
    {
        var claim = view.Claim;
        if (Volume(view) is not { } volume) return Pending(claim, null);
        if (VolumeMarks.IsFor(volume, claim)) return ClaimBinding.Of(claim, volume, now);
        if (volume.Spec.ClaimRef is not null)
            return Pending(claim, PlannedEvent.Warning("FailedBinding", $"volume \"{volume.Metadata.Name}\" already bound to a different claim."));
        return VolumeMatch.Mismatch(claim, volume) is { } why
            ? Pending(claim, PlannedEvent.Warning("VolumeMismatch", $"Cannot bind to requested volume \"{volume.Metadata.Name}\": {why}"))
            : ClaimBinding.Of(claim, volume, now);
    }

    /// <summary>Any volume that fits will do.</summary>
    private static ClaimPlan Open(ClaimView view, DateTimeOffset now)
    {
        var claim = view.Claim;
        var waits = view.Class?.VolumeBindingMode == VolumeBindingMode.WaitForFirstConsumer && view.Node is null;
        var reserved = VolumeMatch.Find(claim, view.Volumes.Where(v => VolumeMarks.IsFor(v, claim)), null);
        if ((reserved ?? (waits ? null : VolumeMatch.Find(claim, view.Volumes, view.Node))) is { } found) return ClaimBinding.Of(claim, found, now);
        if (StorageClasses.Of(claim) is null && view.DefaultClass is { } name)
            return new ClaimPlan { Claim = claim with { Spec = claim.Spec with { StorageClassName = name } } };
        return waits ? Pending(claim, Awaited(view.WaitingPods)) : Provision(view);
    }

    private static PlannedEvent Awaited(IReadOnlyList<string> pods) => pods.Count == 0
        ? PlannedEvent.Normal("WaitForFirstConsumer", "waiting for first consumer to be created before binding")
        : PlannedEvent.Normal("WaitForPodScheduled", $"waiting for {(pods.Count == 1 ? "pod" : "pods")} {string.Join(',', pods)} to be scheduled");

    /// <summary>No volume fits: one is made, or it is said who has to.</summary>
    private static ClaimPlan Provision(ClaimView view)
    {
        var claim = view.Claim;
        if (string.IsNullOrEmpty(StorageClasses.Of(claim)))
            return Pending(claim, PlannedEvent.Normal("FailedBinding", "no persistent volumes available for this claim and no storage class is set"));
        if (view.Class is not { } found)
            return Pending(claim, PlannedEvent.Warning("ProvisioningFailed", $"storageclass.storage.k8s.io \"{StorageClasses.Of(claim)}\" not found"));
        if (found.Provisioner == VolumeMarks.LocalProvisioner) return LocalVolumes.Plan(view, found);
        if (VolumePlugins.MakerOf(found.Provisioner) is not { } maker)
            return Pending(claim, PlannedEvent.Warning("ProvisioningFailed", VolumePlugins.WhyNotMade(found.Provisioner)));
        var waiting = PlannedEvent.Normal("ExternalProvisioning",
            $"Waiting for a volume to be created either by the external provisioner '{maker}' or manually by the system administrator. "
            + "If volume creation is delayed, please verify that the provisioner is running and correctly registered.");
        return claim.Metadata.Annotations.GetValueOrDefault(VolumeMarks.Provisioner) == maker ? Pending(claim, waiting) : new ClaimPlan
        {
            Claim = claim with
            {
                Metadata = claim.Metadata with { Annotations = claim.Metadata.Annotations.With(VolumeMarks.Provisioner, maker).With(VolumeMarks.ProvisionerBeta, maker) },
            },
            Events = [waiting],
        };
    }

    private static PersistentVolume? Volume(ClaimView view) => view.Volumes.FirstOrDefault(v => v.Metadata.Name == view.Claim.Spec.VolumeName);

    internal static ClaimPlan Pending(PersistentVolumeClaim claim, PlannedEvent? why) => new()
    {
        Status = Without(claim.Status, PersistentVolumeClaimPhase.Pending), Events = why is null ? [] : [why],
    };

    private static ClaimPlan Lost(PersistentVolumeClaim claim, string reason, string message) =>
        claim.Status.Phase == PersistentVolumeClaimPhase.Lost ? ClaimPlan.Nothing : new ClaimPlan
        {
            Status = Without(claim.Status, PersistentVolumeClaimPhase.Lost), Events = [PlannedEvent.Warning(reason, message)],
        };

    /// <summary>The status of a claim that has no volume; null where it is that.</summary>
    private static PersistentVolumeClaimStatus? Without(PersistentVolumeClaimStatus status, string phase)
    {
        if (status.Phase == phase && status is { AccessModes.Count: 0, Capacity.Count: 0, CurrentVolumeAttributesClassName: null }) return null;
        return status with { Phase = phase, AccessModes = [], Capacity = new Dictionary<string, Model.Quantity>(), CurrentVolumeAttributesClassName = null };
    }
}
