using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>Which volume fits a claim (k8s.io/component-helpers/storage/volume).</summary>
public static class VolumeMatch
{
    private static readonly string[] Modes =
    [
        PersistentVolumeAccessMode.ReadWriteOnce, PersistentVolumeAccessMode.ReadOnlyMany,
        PersistentVolumeAccessMode.ReadWriteMany, PersistentVolumeAccessMode.ReadWriteOncePod,
    ];

    /// <summary>
    /// The volume that is set aside for the claim, whatever its class, or the smallest free one that fulfils it; of equals the first by name. Without a
    /// node, volumes that can be mounted in fewer ways come first. Where one is set aside that cannot be reached from the node, none is.
    /// </summary>
    /// <param name="node">The node from which it must be reached, or null.</param>
    public static PersistentVolume? Find(PersistentVolumeClaim claim, IEnumerable<PersistentVolume> volumes, Node? node)
    {
        var able = volumes.Where(volume => IsAble(claim, volume));
        return node is not null
            ? Best(claim, able, node)
            : able.GroupBy(static volume => Ways(volume))
                .OrderBy(static ways => ways.Key.Count(static c => c == ',')).ThenBy(static ways => ways.Key, StringComparer.Ordinal)
                .Select(ways => Best(claim, ways, null)).FirstOrDefault(static found => found is not null);
    }

    /// <summary>Why a claim cannot be bound to the volume that it names, or null.</summary>
    public static string? Mismatch(PersistentVolumeClaim claim, PersistentVolume volume) =>
        volume.Metadata.DeletionTimestamp is not null ? $"the volume is marked for deletion \"{volume.Metadata.Name}\""
        : Size(volume) < Size(claim) ? "requested PV is too small"
        : !IsOfItsClass(claim, volume) ? "storageClassName does not match"
        : (volume.Spec.VolumeAttributesClassName ?? "") != (claim.Spec.VolumeAttributesClassName ?? "") ? "volumeAttributesClassName does not match"
        : !IsOfItsMode(claim, volume) ? "incompatible volumeMode"
        : !Allows(claim, volume) ? "incompatible accessMode"
        : null;

    /// <summary>Whether the volume can be reached from the node.</summary>
    public static bool Reaches(PersistentVolume volume, Node node) =>
        volume.Spec.NodeAffinity?.Required is not { } required || NodeSelectors.Selects(required, node);

    /// <summary>Whether a claim and a volume are both for files, or both for blocks.</summary>
    public static bool IsOfItsMode(PersistentVolumeClaim claim, PersistentVolume volume) =>
        (volume.Spec.VolumeMode ?? PersistentVolumeMode.Filesystem) == (claim.Spec.VolumeMode ?? PersistentVolumeMode.Filesystem);

    /// <summary>Whether the claim could have it, but for its class, its labels and its place.</summary>
    private static bool IsAble(PersistentVolumeClaim claim, PersistentVolume volume) =>
        (volume.Spec.ClaimRef is null || VolumeMarks.IsFor(volume, claim)) && Size(volume) >= Size(claim) && IsOfItsMode(claim, volume) && Allows(claim, volume)
        && (volume.Spec.VolumeAttributesClassName ?? "") == (claim.Spec.VolumeAttributesClassName ?? "")
        && (volume.Metadata.DeletionTimestamp is null || IsHalfBound(claim, volume));

    /// <summary>A volume that was deleted after it was bound to the claim: it stays until the claim goes, so the claim may as well have it.</summary>
    private static bool IsHalfBound(PersistentVolumeClaim claim, PersistentVolume volume) =>
        volume.Status.Phase == PersistentVolumePhase.Bound && VolumeMarks.Holds(volume, claim);

    private static PersistentVolume? Best(PersistentVolumeClaim claim, IEnumerable<PersistentVolume> volumes, Node? node)
    {
        PersistentVolume? best = null;
        foreach (var volume in volumes)
        {
            if (VolumeMarks.IsFor(volume, claim)) return node is null || Reaches(volume, node) ? volume : null;
            if (IsFree(claim, volume) && (node is null || Reaches(volume, node)) && (best is null || IsBetter(volume, best))) best = volume;
        }

        return best;
    }

    private static bool IsFree(PersistentVolumeClaim claim, PersistentVolume volume) =>
        volume.Status.Phase == PersistentVolumePhase.Available && IsOfItsClass(claim, volume)
        && (claim.Spec.Selector is not { } selector || selector.Selects(volume.Metadata.Labels));

    private static bool IsOfItsClass(PersistentVolumeClaim claim, PersistentVolume volume) => StorageClasses.Of(volume) == (StorageClasses.Of(claim) ?? "");

    private static bool Allows(PersistentVolumeClaim claim, PersistentVolume volume) => claim.Spec.AccessModes.All(volume.Spec.AccessModes.Contains);

    private static string Ways(PersistentVolume volume) => string.Join(',', Modes.Where(volume.Spec.AccessModes.Contains));

    private static bool IsBetter(PersistentVolume volume, PersistentVolume best) =>
        Size(volume).CompareTo(Size(best)) is var order && (order < 0 || (order == 0 && string.CompareOrdinal(volume.Metadata.Name, best.Metadata.Name) < 0));

    private static Model.Quantity Size(PersistentVolume volume) => volume.Spec.Capacity.GetValueOrDefault(ResourceName.Storage);

    /// <summary>How much a claim asks for.</summary>
    public static Model.Quantity Size(PersistentVolumeClaim claim) => claim.Spec.Resources.Requests.GetValueOrDefault(ResourceName.Storage);
}
