using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>The kinds of volumes that Kubernetes knows by itself, and what it can do with them (k8s.io/kubernetes/cmd/kube-controller-manager/app/plugins.go).</summary>
internal static class VolumePlugins
{
    private const string BuiltIn = "kubernetes.io/";
    private const string HostPath = "kubernetes.io/host-path";
    private const string Nfs = "kubernetes.io/nfs";
    private const string HostPathDeletable = "/tmp/";

    // Kinds that moved out of Kubernetes, and the drivers that took them over.
    private static readonly Dictionary<string, string> Moved = new()
    {
        ["kubernetes.io/aws-ebs"] = "ebs.csi.aws.com",
        ["kubernetes.io/gce-pd"] = "pd.csi.storage.gke.io",
        ["kubernetes.io/cinder"] = "cinder.csi.openstack.org",
        ["kubernetes.io/azure-disk"] = "disk.csi.azure.com",
        ["kubernetes.io/azure-file"] = "file.csi.azure.com",
        ["kubernetes.io/vsphere-volume"] = "csi.vsphere.vmware.com",
        ["kubernetes.io/portworx-volume"] = "pxd.portworx.com",
    };

    /// <summary>Who makes the volumes of a provisioner; null where Kubernetes would have to and cannot.</summary>
    public static string? MakerOf(string provisioner) =>
        Moved.GetValueOrDefault(provisioner) ?? (provisioner.StartsWith(BuiltIn, StringComparison.Ordinal) ? null : provisioner);

    /// <summary>Why no volume is made by a provisioner of Kubernetes' own.</summary>
    public static string WhyNotMade(string provisioner) => provisioner switch
    {
        HostPath => $"Failed to create provisioner: provisioning in volume plugin \"{HostPath}\" is disabled",
        Nfs => "no provisionable volume plugin matched",
        _ => $"no volume plugin matched name: {provisioner}",
    };

    /// <summary>Who deletes a released volume, by the first rule that holds: this control plane, somebody who watches for it, or nobody.</summary>
    /// <param name="why">Why nobody does, or empty.</param>
    /// <returns>Whether this control plane does.</returns>
    public static bool Deletes(PersistentVolume volume, out string why)
    {
        var maker = volume.Metadata.Annotations.GetValueOrDefault(VolumeMarks.ProvisionedBy, "");
        why = "";
        if (maker == VolumeMarks.LocalProvisioner) return true;
        if (volume.Metadata.Annotations.GetValueOrDefault(VolumeMarks.MigratedTo, "").Length > 0) return false;
        if (maker.Length > 0 && maker != HostPath)
        {
            why = MakerOf(maker) is not null ? "" : maker == Nfs ? "no deletable volume plugin matched" : $"no volume plugin matched name: {maker}";
            return false;
        }

        if (volume.Spec.Csi is not null) return false;
        if (volume.Spec.HostPath is { Path: var path })
        {
            if (path.IndexOf(HostPathDeletable, StringComparison.Ordinal) is >= 0 and var at && at + HostPathDeletable.Length < path.Length) return true;
            why = $"host_path deleter only supports /tmp/.+ but received provided {path}";
            return false;
        }

        why = $"error getting deleter volume plugin for volume \"{volume.Metadata.Name}\": no {(volume.Spec.Nfs is null ? "" : "deletable ")}volume plugin matched";
        return false;
    }

    /// <summary>Why a volume is not emptied for the next claim: nothing here does that.</summary>
    public static string WhyNotRecycled(PersistentVolume volume) => volume.Spec.HostPath is null && volume.Spec.Nfs is null
        ? "No recycler plugin found for the volume!"
        : "Recycle failed: this deprecated policy is not carried out here; empty the volume and remove its claimRef to make it available again";
}
