using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>
/// Keeps a volume's phase true, and reclaims it once its claim is gone (k8s.io/kubernetes/pkg/controller/volume/persistentvolume, pvprotection). It
/// writes nothing but its own volume, and leaves the binding to the claim.
/// </summary>
public static class VolumePlanner
{
    public static VolumePlan Plan(VolumeView view, DateTimeOffset now)
    {
        var (volume, claim) = (view.Volume, view.Claim);
        var holder = claim is not null && VolumeMarks.Holds(volume, claim) ? claim : null;
        if (Protection(volume, holder?.Spec.VolumeName == volume.Metadata.Name) is { } marked) return new VolumePlan { Volume = marked };
        if (volume.Spec.ClaimRef is not { Uid.Length: > 0 }) return Phase(volume, PersistentVolumePhase.Available, now);
        if (holder is null) return Reclaim(volume, now);
        if (holder.Spec.VolumeName == volume.Metadata.Name) return Phase(volume, PersistentVolumePhase.Bound, now);
        return holder.Spec.VolumeName.Length == 0 ? Awaited(volume, holder) : GiveUp(volume, now);
    }

    /// <summary>A volume that is bound, or that its claim names, outlives its deletion; every other goes. One that is not deleted is marked as in use.</summary>
    private static PersistentVolume? Protection(PersistentVolume volume, bool isNamed)
    {
        var isMarked = volume.Metadata.Finalizers.Contains(VolumeMarks.VolumeProtection);
        if (volume.Metadata.DeletionTimestamp is null) return isMarked ? null : volume with { Metadata = volume.Metadata.WithFinalizer(VolumeMarks.VolumeProtection) };
        var stays = isNamed || volume.Status.Phase == PersistentVolumePhase.Bound;
        return stays || !isMarked ? null : volume with { Metadata = volume.Metadata.WithoutFinalizer(VolumeMarks.VolumeProtection) };
    }

    /// <summary>The claim has yet to come to name its volume.</summary>
    private static VolumePlan Awaited(PersistentVolume volume, PersistentVolumeClaim claim)
    {
        if (VolumeMatch.IsOfItsMode(claim, volume)) return VolumePlan.Nothing;
        var (name, other) = (volume.Metadata.Name, claim.Metadata.Name);
        return new VolumePlan
        {
            Events =
            [
                PlannedEvent.Warning("VolumeMismatch", $"Cannot bind PersistentVolume to requested PersistentVolumeClaim \"{other}\" due to incompatible volumeMode."),
                PlannedEvent.Warning("VolumeMismatch", $"Cannot bind PersistentVolume \"{name}\" to requested PersistentVolumeClaim due to incompatible volumeMode.") with
                {
                    Regarding = new(Resources.PersistentVolumeClaims, claim.Metadata.Namespace, other),
                },
            ],
        };
    }

    /// <summary>The claim took another volume: this one is free again, or was made for nothing.</summary>
    private static VolumePlan GiveUp(PersistentVolume volume, DateTimeOffset now)
    {
        if (volume.Metadata.Annotations.ContainsKey(VolumeMarks.ProvisionedBy) && volume.Spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Delete)
            return Reclaim(volume, now);
        var byController = volume.Metadata.Annotations.ContainsKey(VolumeMarks.BoundByController);
        return new VolumePlan
        {
            Volume = volume with
            {
                Metadata = volume.Metadata with { Annotations = volume.Metadata.Annotations.Without(VolumeMarks.BoundByController) },
                Spec = volume.Spec with { ClaimRef = byController ? null : volume.Spec.ClaimRef! with { Uid = "" } },
            },
        };
    }

    private static VolumePlan Reclaim(PersistentVolume volume, DateTimeOffset now)
    {
        if (volume.Status.Phase is not (PersistentVolumePhase.Released or PersistentVolumePhase.Failed)) return Phase(volume, PersistentVolumePhase.Released, now);
        switch (volume.Spec.PersistentVolumeReclaimPolicy)
        {
            case PersistentVolumeReclaimPolicy.Delete:
                if (VolumePlugins.Deletes(volume, out var why)) return new VolumePlan { Deletes = true };
                return why.Length == 0 ? VolumePlan.Nothing : Failed(volume, "VolumeFailedDelete", why, now);
            case PersistentVolumeReclaimPolicy.Recycle:
                return Failed(volume, "VolumeFailedRecycle", VolumePlugins.WhyNotRecycled(volume), now);
            default:
                return VolumePlan.Nothing;
        }
    }

    private static VolumePlan Failed(PersistentVolume volume, string reason, string message, DateTimeOffset now) =>
        volume.Status.Phase == PersistentVolumePhase.Failed ? VolumePlan.Nothing : new VolumePlan
        {
            Status = volume.Status with { Phase = PersistentVolumePhase.Failed, Message = message, LastPhaseTransitionTime = now },
            Events = [PlannedEvent.Warning(reason, message)],
        };

    private static VolumePlan Phase(PersistentVolume volume, string phase, DateTimeOffset now) =>
        volume.Status.Phase == phase ? VolumePlan.Nothing : new VolumePlan
        {
            Status = volume.Status with { Phase = phase, Message = "", LastPhaseTransitionTime = now },
        };
}
