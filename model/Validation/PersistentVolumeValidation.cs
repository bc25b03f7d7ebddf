using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Persistent volumes: capacity, modes, and exactly one source.</summary>
internal static class PersistentVolumeValidation
{
    public static void Validate(PersistentVolumeSpec spec, FieldErrors errors)
    {
        ClaimValidation.AccessModes(spec.AccessModes, errors);
        if (spec.Capacity.Count == 0) errors.Required("capacity");
        foreach (var (name, amount) in spec.Capacity)
        {
            if (name != ResourceName.Storage) errors.NotSupported("capacity", name, ResourceName.Storage);
            if (amount.Sign <= 0) errors.Invalid($"capacity[{name}]", amount, "must be greater than zero");
        }

        Rules.OneOf("persistentVolumeReclaimPolicy", spec.PersistentVolumeReclaimPolicy, errors,
            PersistentVolumeReclaimPolicy.Delete, PersistentVolumeReclaimPolicy.Recycle, PersistentVolumeReclaimPolicy.Retain);
        if (spec.StorageClassName.Length > 0) errors.InvalidEach("storageClassName", spec.StorageClassName, Names.DnsSubdomain(spec.StorageClassName));
        Rules.NoneOrOneOf("volumeMode", spec.VolumeMode, errors, PersistentVolumeMode.Block, PersistentVolumeMode.Filesystem);
        if (spec.NodeAffinity is { } affinity)
        {
            if (affinity.Required is null) errors.Required("nodeAffinity.required", "must specify required node constraints");
            else
                using (errors.At("nodeAffinity.required")) NodeSelectorValidation.Validate(affinity.Required, errors);
        }

        var count = Sources(spec, errors) + Vendors(spec, errors);
        if (count == 0) errors.Required("", "must specify a volume type");
        if (count > 1) errors.Forbidden("", "may not specify more than 1 volume type");
        if (spec.HostPath is { Path: "/" } && spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Recycle)
            errors.Forbidden("persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
    }

    /// <summary>The spec with nothing but its source.</summary>
    public static PersistentVolumeSpec SourceOf(PersistentVolumeSpec spec) => spec with
    {
        Capacity = EmptyMap<Quantity>.Value, AccessModes = [], ClaimRef = null, PersistentVolumeReclaimPolicy = "", StorageClassName = "",
        MountOptions = [], VolumeMode = null, NodeAffinity = null, VolumeAttributesClassName = null,
    };

    private static int Sources(PersistentVolumeSpec spec, FieldErrors errors)
    {
        var count = 0;
        VolumeValidation.Source("hostPath", spec.HostPath, ref count, errors, VolumeValidation.HostPath);
        VolumeValidation.Source("nfs", spec.Nfs, ref count, errors, NetworkVolumeValidation.Nfs);
        VolumeValidation.Source("fc", spec.Fc, ref count, errors, NetworkVolumeValidation.Fc);
        VolumeValidation.Source("iscsi", spec.Iscsi, ref count, errors, static (s, e) => NetworkVolumeValidation.Iscsi(s.TargetPortal, s.Iqn, s.Lun, e));
        VolumeValidation.Source("azureDisk", spec.AzureDisk, ref count, errors, NetworkVolumeValidation.AzureDisk);
        VolumeValidation.Source("csi", spec.Csi, ref count, errors, static (s, e) =>
        {
            VolumeValidation.DriverName("driver", s.Driver, e);
            VolumeValidation.Needs("volumeHandle", s.VolumeHandle, e);
        });
        VolumeValidation.Source("local", spec.Local, ref count, errors, static (s, e) =>
        {
            if (s.Path.Length == 0) e.Required("path");
            else Rules.NoBacksteps("path", s.Path, e);
        });
        if (spec.Local is not null && spec.NodeAffinity is null) errors.Required("nodeAffinity", "Local volume requires node affinity");
        return count;
    }

    private static int Vendors(PersistentVolumeSpec spec, FieldErrors errors)
    {
        var count = 0;
        VolumeValidation.Source("gcePersistentDisk", spec.GcePersistentDisk, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("pdName", s.PdName, e);
            NetworkVolumeValidation.Partition(s.Partition, e);
        });
        VolumeValidation.Source("awsElasticBlockStore", spec.AwsElasticBlockStore, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("volumeID", s.VolumeID, e);
            NetworkVolumeValidation.Partition(s.Partition, e);
        });
        VolumeValidation.Source("glusterfs", spec.Glusterfs, ref count, errors, static (s, e) => VolumeValidation.Needs("endpoints", s.Endpoints, e));
        VolumeValidation.Source("rbd", spec.Rbd, ref count, errors, static (s, e) => VolumeValidation.Needs("image", s.Image, e));
        VolumeValidation.Source("cephfs", spec.Cephfs, ref count, errors, static (s, e) =>
        {
            if (s.Monitors.Count == 0) e.Required("monitors");
        });
        VolumeValidation.Source("cinder", spec.Cinder, ref count, errors, static (s, e) => VolumeValidation.Needs("volumeID", s.VolumeID, e));
        VolumeValidation.Source("flexVolume", spec.FlexVolume, ref count, errors, static (s, e) => VolumeValidation.Needs("driver", s.Driver, e));
        VolumeValidation.Source("flocker", spec.Flocker, ref count, errors, static (_, _) => { });
        VolumeValidation.Source("azureFile", spec.AzureFile, ref count, errors, static (s, e) => VolumeValidation.Needs("secretName", s.SecretName, e));
        VolumeValidation.Source("vsphereVolume", spec.VsphereVolume, ref count, errors, static (s, e) => VolumeValidation.Needs("volumePath", s.VolumePath, e));
        VolumeValidation.Source("photonPersistentDisk", spec.PhotonPersistentDisk, ref count, errors, static (s, e) => VolumeValidation.Needs("pdID", s.PdID, e));
        VolumeValidation.Source("portworxVolume", spec.PortworxVolume, ref count, errors, static (s, e) => VolumeValidation.Needs("volumeID", s.VolumeID, e));
        VolumeValidation.Source("quobyte", spec.Quobyte, ref count, errors, static (s, e) => VolumeValidation.Needs("volume", s.Volume, e));
        VolumeValidation.Source("scaleIO", spec.ScaleIO, ref count, errors, static (s, e) => VolumeValidation.Needs("gateway", s.Gateway, e));
        VolumeValidation.Source("storageos", spec.Storageos, ref count, errors, static (_, _) => { });
        return count;
    }
}
