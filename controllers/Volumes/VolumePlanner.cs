using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>Keeps a volume's phase true, and reclaims it once its claim is gone. It writes nothing but its own volume.</summary>
public static class VolumePlanner
{
    public static VolumePlan Plan(VolumeView view, DateTimeOffset now)
    {
        var (volume, claim) = (view.Volume, view.Claim);
        var reference = volume.Spec.ClaimRef;
        var isClaimed = reference is { Uid.Length: > 0 };
        var exists = isClaimed && claim?.Metadata.Uid == reference!.Uid;
        if (volume.Metadata.DeletionTimestamp is not null && !(exists && claim!.Spec.VolumeName == volume.Metadata.Name)) return Ending(volume);
        if (!isClaimed) return Phase(volume, PersistentVolumePhase.Available, now);
        if (!exists) return Reclaim(volume, now);
        if (claim!.Spec.VolumeName == volume.Metadata.Name) return Phase(volume, PersistentVolumePhase.Bound, now);
        if (claim.Spec.VolumeName.Length == 0) return Phase(volume, PersistentVolumePhase.Available, now);
        return GiveUp(volume, now);
    }

    /// <summary>A volume that is deleted goes as soon as no claim has it. One that names a claim which never came to name it would keep that waiting: claims pass over volumes that end.</summary>
    private static VolumePlan Ending(PersistentVolume volume) =>
        !volume.Metadata.Finalizers.Contains(VolumeMarks.VolumeProtection)
            ? VolumePlan.Nothing
            : new VolumePlan { Volume = volume with { Metadata = volume.Metadata.WithoutFinalizer(VolumeMarks.VolumeProtection) } };

    /// <summary>The claim took another volume: this one is free again, or was made for nothing.</summary>
    private static VolumePlan GiveUp(PersistentVolume volume, DateTimeOffset now)
    {
        if (volume.Metadata.Annotations.ContainsKey(VolumeMarks.ProvisionedBy)) return Reclaim(volume, now);
        var byController = volume.Metadata.Annotations.ContainsKey(VolumeMarks.BoundByController);
        return new VolumePlan
        {
            Volume = volume with
            {
                Metadata = volume.Metadata with { Annotations = volume.Metadata.Annotations.Without(VolumeMarks.BoundByController) },
                Spec = volume.Spec with { ClaimRef = byController ? null : volume.Spec.ClaimRef! with { Uid = "", ResourceVersion = "" } },
            },
        };
    }

    private static VolumePlan Reclaim(PersistentVolume volume, DateTimeOffset now)
    {
        if (volume.Status.Phase is not (PersistentVolumePhase.Released or PersistentVolumePhase.Failed)) return Phase(volume, PersistentVolumePhase.Released, now);
        if (volume.Spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Retain) return VolumePlan.Nothing;
        var maker = volume.Metadata.Annotations.GetValueOrDefault(VolumeMarks.ProvisionedBy);
        if (volume.Spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Delete)
        {
            if (maker == VolumeMarks.LocalProvisioner) return new VolumePlan { Deletes = true };

            // Its own provisioner watches for released volumes and deletes them.
            if (maker is not null) return VolumePlan.Nothing;
        }

        var isDelete = volume.Spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Delete;
        return Failed(volume, isDelete ? "VolumeFailedDelete" : "VolumeFailedRecycle",
            $"error getting {(isDelete ? "deleter" : "recycler")} volume plugin for volume \"{volume.Metadata.Name}\": no volume plugin matched", now);
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
            Status = new PersistentVolumeStatus { Phase = phase, LastPhaseTransitionTime = now },
        };
}
