using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>What volumes and claims say that is accepted and out of date (k8s.io/kubernetes/pkg/api/persistentvolume and persistentvolumeclaim).</summary>
internal static class VolumeWarnings
{
    private const string OldClass = "volume.beta.kubernetes.io/storage-class";
    private const string OldOptions = "volume.beta.kubernetes.io/mount-options";
    private const string OldClassMessage = $"metadata.annotations[{OldClass}]: deprecated since v1.8; use \"storageClassName\" attribute instead";

    public static IEnumerable<string> Of(PersistentVolume volume)
    {
        if (volume.Metadata.Annotations.ContainsKey(OldClass)) yield return OldClassMessage;
        if (volume.Metadata.Annotations.ContainsKey(OldOptions)) yield return $"metadata.annotations[{OldOptions}]: deprecated since v1.31; use \"mountOptions\" attribute instead";
        if (volume.Spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Recycle)
            yield return "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.";
        foreach (var warning in NodeLabelWarnings.OfTerms(volume.Spec.NodeAffinity?.Required, "spec.nodeAffinity.required")) yield return warning;
        if (Old(volume.Spec) is { } old) yield return $"spec.{old}";
    }

    public static IEnumerable<string> Of(PersistentVolumeClaim claim)
    {
        if (claim.Metadata.Annotations.ContainsKey(OldClass)) yield return OldClassMessage;
        foreach (var (field, amounts) in ((string, IReadOnlyDictionary<string, Quantity>)[])[("requests", claim.Spec.Resources.Requests), ("limits", claim.Spec.Resources.Limits)])
            if (amounts.TryGetValue(ResourceName.Storage, out var amount) && amount.MilliValue % 1000 != 0)
                yield return $"spec.resources.{field}[storage]: fractional byte value \"{amount}\" is invalid, must be an integer";
    }

    private static string? Old(PersistentVolumeSpec spec) => spec switch
    {
        { Cephfs: not null } => "cephfs: deprecated in v1.28, non-functional in v1.31+",
        { PhotonPersistentDisk: not null } => "photonPersistentDisk: deprecated in v1.11, non-functional in v1.16+",
        { ScaleIO: not null } => "scaleIO: deprecated in v1.16, non-functional in v1.22+",
        { Storageos: not null } => "storageOS: deprecated in v1.22, non-functional in v1.25+",
        { Glusterfs: not null } => "glusterfs: deprecated in v1.25, non-functional in v1.26+",
        { Rbd: not null } => "rbd: deprecated in v1.28, non-functional in v1.31+",
        _ => null,
    };
}
