using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>The writes that bind a claim and a volume: each of the two comes to name the other, and says that it is bound.</summary>
internal static class ClaimBinding
{
    private static readonly PlannedEvent Growing =
        PlannedEvent.Normal("ExternalExpanding", "waiting for an external controller to expand this PVC") with { Component = "volume_expand" };

    public static ClaimPlan Of(PersistentVolumeClaim claim, PersistentVolume volume, DateTimeOffset now)
    {
        var claimed = Claimed(claim, volume);
        var isBound = claim.Status.Phase == PersistentVolumeClaimPhase.Bound;
        var status = claim.Status with
        {
            Phase = PersistentVolumeClaimPhase.Bound, AccessModes = volume.Spec.AccessModes, Capacity = isBound ? claim.Status.Capacity : volume.Spec.Capacity,
        };
        return new ClaimPlan
        {
            Volume = claimed is null ? null : ObjectReplacement.Of(Resources.PersistentVolumes, claimed),
            BoundVolume = volume.Status.Phase == PersistentVolumePhase.Bound ? null : (claimed ?? volume) with
            {
                Status = volume.Status with { Phase = PersistentVolumePhase.Bound, Message = "", LastPhaseTransitionTime = now },
            },
            Claim = Completed(claim, volume),
            Status = RecordEquality.Same(status, claim.Status) ? null : status,
            Events = Grows(claim) ? [Growing] : [],
        };
    }

    public static ObjectReference Reference(PersistentVolumeClaim claim) => new()
    {
        ApiVersion = "v1", Kind = "PersistentVolumeClaim", Namespace = claim.Metadata.Namespace, Name = claim.Metadata.Name, Uid = claim.Metadata.Uid,
        ResourceVersion = claim.Metadata.ResourceVersion,
    };

    private static bool Grows(PersistentVolumeClaim claim) =>
        VolumeMarks.IsBound(claim) && claim.Status.Capacity.TryGetValue(ResourceName.Storage, out var size)
        && claim.Spec.Resources.Requests.TryGetValue(ResourceName.Storage, out var wanted) && wanted > size;

    private static PersistentVolume? Claimed(PersistentVolumeClaim claim, PersistentVolume volume)
    {
        if (VolumeMarks.Holds(volume, claim)) return null;
        var annotations = VolumeMarks.IsFor(volume, claim) ? volume.Metadata.Annotations : volume.Metadata.Annotations.With(VolumeMarks.BoundByController, "yes");
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
        if (volume.Metadata.Annotations.GetValueOrDefault(VolumeMarks.ProvisionedBy) == VolumeMarks.LocalProvisioner)
            annotations = annotations.With(VolumeMarks.Provisioner, VolumeMarks.LocalProvisioner).With(VolumeMarks.ProvisionerBeta, VolumeMarks.LocalProvisioner);
        // Where a volume was there already, the node that the scheduler chose is told by nobody but the pod.
        if (!volume.Metadata.Annotations.ContainsKey(VolumeMarks.ProvisionedBy)) annotations = annotations.Without(VolumeMarks.SelectedNode);
        return claim with
        {
            Metadata = claim.Metadata with { Annotations = annotations },
            Spec = claim.Spec with { VolumeName = volume.Metadata.Name },
        };
    }
}
