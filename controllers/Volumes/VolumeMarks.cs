using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>The annotations, finalizers and names by which volumes, claims and those who look at them understand each other.</summary>
public static class VolumeMarks
{
    /// <summary>On a claim: its binding is complete.</summary>
    public const string BindCompleted = "pv.kubernetes.io/bind-completed";

    /// <summary>On a claim or a volume: the controller chose the other side, not the author.</summary>
    public const string BoundByController = "pv.kubernetes.io/bound-by-controller";

    /// <summary>On a volume: what made it, and so what deletes it.</summary>
    public const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";

    /// <summary>On a volume: the driver that took it over, and deletes it.</summary>
    public const string MigratedTo = "pv.kubernetes.io/migrated-to";

    /// <summary>On a claim: what is to make its volume.</summary>
    public const string Provisioner = "volume.kubernetes.io/storage-provisioner";

    /// <summary>The same, for provisioners that know the earlier name alone.</summary>
    public const string ProvisionerBeta = "volume.beta.kubernetes.io/storage-provisioner";

    /// <summary>On a claim: the node that the scheduler chose for its first pod.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";

    /// <summary>On a node, written by its agent: the folder in which it keeps local volumes.</summary>
    public const string VolumesPath = "node.orleans-kube.io/volumes-path";

    /// <summary>On a StorageClass: claims that name none get this one.</summary>
    public const string IsDefaultClass = "storageclass.kubernetes.io/is-default-class";

    /// <summary>The older form of <see cref="IsDefaultClass"/>.</summary>
    public const string IsDefaultClassBeta = "storageclass.beta.kubernetes.io/is-default-class";

    public const string ClaimProtection = "kubernetes.io/pvc-protection";

    public const string VolumeProtection = "kubernetes.io/pv-protection";

    /// <summary>The provisioner of folders on nodes.</summary>
    public const string LocalProvisioner = "orleans-kube.io/local";

    /// <summary>The provisioner of classes whose volumes are made by hand.</summary>
    public const string NoProvisioner = "kubernetes.io/no-provisioner";

    /// <summary>The node that was chosen for the first pod of a claim, or null.</summary>
    public static string? SelectedNodeOf(PersistentVolumeClaim claim) => claim.Metadata.Annotations.GetValueOrDefault(SelectedNode);

    /// <summary>Whether the volume is meant for this claim, or was for one of its name that did not say which.</summary>
    public static bool IsFor(PersistentVolume volume, PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { } reference && reference.Name == claim.Metadata.Name && reference.Namespace == claim.Metadata.Namespace
        && (reference.Uid.Length == 0 || reference.Uid == claim.Metadata.Uid);

    /// <summary>Whether the volume is the very claim's, which has come to name it or is about to.</summary>
    public static bool Holds(PersistentVolume volume, PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { Uid.Length: > 0 } reference && reference.Uid == claim.Metadata.Uid;

    /// <summary>Whether both sides of a binding are written.</summary>
    public static bool IsBound(PersistentVolumeClaim claim) =>
        claim.Spec.VolumeName.Length > 0 && claim.Metadata.Annotations.ContainsKey(BindCompleted);
}
