using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>
/// Binds a claim to a volume. The volume is written first and names the claim with its uid, so of two claims that want it one wins; only then the
/// claim names the volume. A claim is bound once and for good.
/// </summary>
public static class ClaimPlanner
{
    private static readonly PlannedEvent Growing =
        PlannedEvent.Normal("ExternalExpanding", "waiting for an external controller to expand this PVC") with { Component = "volume_expand" };

    public static ClaimPlan Plan(ClaimView view)
    {
        var claim = view.Claim;
        if (claim.Metadata.DeletionTimestamp is not null) return Ending(view);
        if (claim.Spec.VolumeName.Length > 0) return Named(view);
        if (claim.Spec.StorageClassName is null && view.DefaultClass is { } name)
            return new ClaimPlan { Claim = claim with { Spec = claim.Spec with { StorageClassName = name } } };

        var waits = view.Class?.VolumeBindingMode == VolumeBindingMode.WaitForFirstConsumer && view.Node is null;
        var reserved = view.Volumes.Where(v => VolumeMarks.IsFor(v, claim));
        if (VolumeMatch.Find(claim, waits ? reserved : view.Volumes, view.Node) is { } found) return Bind(claim, found);
        if (waits) return Pending(claim, PlannedEvent.Normal("WaitForFirstConsumer", "waiting for first consumer to be created before binding"));
        return Provision(view);
    }

    private static ClaimPlan Ending(ClaimView view) =>
        view.InUse || !view.Claim.Metadata.Finalizers.Contains(VolumeMarks.ClaimProtection)
            ? ClaimPlan.Nothing
            : new ClaimPlan { Claim = view.Claim with { Metadata = view.Claim.Metadata.WithoutFinalizer(VolumeMarks.ClaimProtection) } };

    /// <summary>The claim names its volume: because it is bound, or because its author chose it.</summary>
    private static ClaimPlan Named(ClaimView view)
    {
        var claim = view.Claim;
        var volume = view.Volumes.FirstOrDefault(v => v.Metadata.Name == claim.Spec.VolumeName);
        var wasBound = VolumeMarks.IsBound(claim);
        if (volume is null)
        {
            return wasBound
                ? Lost(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!")
                : Pending(claim, null);
        }

        if (volume.Spec.ClaimRef is not null && !VolumeMarks.IsFor(volume, claim))
        {
            return wasBound
                ? Lost(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly")
                : Pending(claim, PlannedEvent.Warning("FailedBinding", $"volume \"{volume.Metadata.Name}\" already bound to a different claim."));
        }

        if (wasBound) return volume.Spec.ClaimRef is null && claim.Status.Phase == PersistentVolumeClaimPhase.Lost ? ClaimPlan.Nothing : Bind(claim, volume);
        return VolumeMatch.Mismatch(claim, volume) is { } why
            ? Pending(claim, PlannedEvent.Warning("VolumeMismatch", $"Cannot bind to requested volume \"{volume.Metadata.Name}\": {why}"))
            : Bind(claim, volume);
    }

    private static ClaimPlan Bind(PersistentVolumeClaim claim, PersistentVolume volume)
    {
        var status = claim.Status with
        {
            Phase = PersistentVolumeClaimPhase.Bound, AccessModes = volume.Spec.AccessModes,
            Capacity = claim.Status.Phase == PersistentVolumeClaimPhase.Bound && claim.Status.Capacity.Count > 0 ? claim.Status.Capacity : volume.Spec.Capacity,
        };
        return new ClaimPlan
        {
            Volume = Claimed(claim, volume) is { } claimed ? ObjectReplacement.Of(Resources.PersistentVolumes, claimed) : null,
            Claim = Completed(claim, volume),
            Status = RecordEquality.Same(status, claim.Status) ? null : status,
            Events = Grows(claim) ? [Growing] : [],
        };
    }

    private static bool Grows(PersistentVolumeClaim claim) =>
        VolumeMarks.IsBound(claim) && claim.Status.Capacity.TryGetValue(ResourceName.Storage, out var size)
        && claim.Spec.Resources.Requests.TryGetValue(ResourceName.Storage, out var wanted) && wanted > size;

    private static PersistentVolume? Claimed(PersistentVolumeClaim claim, PersistentVolume volume)
    {
        if (volume.Spec.ClaimRef?.Uid == claim.Metadata.Uid) return null;
        var annotations = volume.Spec.ClaimRef is null ? volume.Metadata.Annotations.With(VolumeMarks.BoundByController, "yes") : volume.Metadata.Annotations;
        return volume with
        {
            Metadata = volume.Metadata with { Annotations = annotations },
            Spec = volume.Spec with { ClaimRef = Reference(claim) },
        };
    }

    private static PersistentVolumeClaim? Completed(PersistentVolumeClaim claim, PersistentVolume volume)
    {
        if (VolumeMarks.IsBound(claim)) return null;
        var annotations = claim.Metadata.Annotations.With(VolumeMarks.BindCompleted, "yes");
        if (claim.Spec.VolumeName.Length == 0) annotations = annotations.With(VolumeMarks.BoundByController, "yes");
        // Where a volume was there already, the node that the scheduler chose is told by nobody but the pod.
        if (!volume.Metadata.Annotations.ContainsKey(VolumeMarks.ProvisionedBy)) annotations = annotations.Without(VolumeMarks.SelectedNode);
        return claim with
        {
            Metadata = claim.Metadata with { Annotations = annotations },
            Spec = claim.Spec with { VolumeName = volume.Metadata.Name },
        };
    }

    /// <summary>No volume fits: one is made, or it is said who has to.</summary>
    private static ClaimPlan Provision(ClaimView view)
    {
        var claim = view.Claim;
        if (string.IsNullOrEmpty(claim.Spec.StorageClassName))
            return Pending(claim, PlannedEvent.Normal("FailedBinding", "no persistent volumes available for this claim and no storage class is set"));
        if (view.Class is not { } found)
            return Pending(claim, PlannedEvent.Warning("ProvisioningFailed", $"storageclass.storage.k8s.io \"{claim.Spec.StorageClassName}\" not found"));
        if (found.Provisioner == VolumeMarks.NoProvisioner)
            return Pending(claim, PlannedEvent.Normal("FailedBinding", "no persistent volumes available for this claim and no storage class is set"));
        if (found.Provisioner == VolumeMarks.LocalProvisioner) return LocalVolumes.Plan(view, found);
        var waiting = PlannedEvent.Normal("ExternalProvisioning",
            $"Waiting for a volume to be created either by the external provisioner '{found.Provisioner}' or manually by the system administrator. "
            + "If volume creation is delayed, please verify that the provisioner is running and correctly registered.");
        return claim.Metadata.Annotations.GetValueOrDefault(VolumeMarks.Provisioner) == found.Provisioner ? Pending(claim, waiting) : new ClaimPlan
        {
            Claim = claim with { Metadata = claim.Metadata with { Annotations = claim.Metadata.Annotations.With(VolumeMarks.Provisioner, found.Provisioner).With(VolumeMarks.ProvisionerBeta, found.Provisioner) } },
            Events = [waiting],
        };
    }

    internal static ClaimPlan Pending(PersistentVolumeClaim claim, PlannedEvent? why) => new()
    {
        Status = claim.Status.Phase == PersistentVolumeClaimPhase.Pending ? null : claim.Status with { Phase = PersistentVolumeClaimPhase.Pending },
        Events = why is null ? [] : [why],
    };

    private static ClaimPlan Lost(PersistentVolumeClaim claim, string reason, string message) =>
        claim.Status.Phase == PersistentVolumeClaimPhase.Lost ? ClaimPlan.Nothing : new ClaimPlan
        {
            Status = claim.Status with { Phase = PersistentVolumeClaimPhase.Lost }, Events = [PlannedEvent.Warning(reason, message)],
        };

    internal static ObjectReference Reference(PersistentVolumeClaim claim) => new()
    {
        ApiVersion = "v1", Kind = "PersistentVolumeClaim", Namespace = claim.Metadata.Namespace, Name = claim.Metadata.Name, Uid = claim.Metadata.Uid,
    };
}
