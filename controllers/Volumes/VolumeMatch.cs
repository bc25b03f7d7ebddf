using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>Which volume fits a claim.</summary>
public static class VolumeMatch
{
    /// <summary>The volume that is set aside for the claim, or the smallest free one that fulfils it; of equals the first by name.</summary>
    /// <param name="node">The node from which it must be reached, or null.</param>
    public static PersistentVolume? Find(PersistentVolumeClaim claim, IEnumerable<PersistentVolume> volumes, Node? node)
    {
        PersistentVolume? best = null;
        foreach (var volume in volumes)
        {
            if (volume.Metadata.DeletionTimestamp is not null) continue;
            if (VolumeMarks.IsFor(volume, claim))
            {
                if (Mismatch(claim, volume) is null) return volume;
            }
            else if (IsFree(volume) && Fits(claim, volume) && (node is null || Reaches(volume, node)) && (best is null || IsBetter(volume, best)))
            {
                best = volume;
            }
        }

        return best;
    }

    /// <summary>Why a claim and a volume that name each other cannot be bound, or null.</summary>
    public static string? Mismatch(PersistentVolumeClaim claim, PersistentVolume volume) =>
        Size(volume) < Size(claim) ? "requested PV is too small"
        : volume.Spec.StorageClassName != (claim.Spec.StorageClassName ?? "") ? "storageClassName does not match"
        : volume.Spec.VolumeMode != claim.Spec.VolumeMode ? "incompatible volumeMode"
        : !claim.Spec.AccessModes.All(volume.Spec.AccessModes.Contains) ? "incompatible accessMode"
        : null;

    /// <summary>Whether the volume can be reached from the node.</summary>
    public static bool Reaches(PersistentVolume volume, Node node) =>
        volume.Spec.NodeAffinity?.Required is not { } required || NodeSelectors.Selects(required, node);

    private static bool IsFree(PersistentVolume volume) =>
        volume.Spec.ClaimRef is null && volume.Status.Phase == PersistentVolumePhase.Available;

    private static bool Fits(PersistentVolumeClaim claim, PersistentVolume volume) =>
        Mismatch(claim, volume) is null && (claim.Spec.Selector is not { } selector || selector.Selects(volume.Metadata.Labels));

    private static bool IsBetter(PersistentVolume volume, PersistentVolume best) =>
        Size(volume).CompareTo(Size(best)) is var order && (order < 0 || (order == 0 && string.CompareOrdinal(volume.Metadata.Name, best.Metadata.Name) < 0));

    private static Model.Quantity Size(PersistentVolume volume) => volume.Spec.Capacity.GetValueOrDefault(ResourceName.Storage);

    private static Model.Quantity Size(PersistentVolumeClaim claim) => claim.Spec.Resources.Requests.GetValueOrDefault(ResourceName.Storage);
}
