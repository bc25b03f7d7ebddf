using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The volume types of storage vendors and protocols.</summary>
internal static class NetworkVolumeValidation
{
    /// <summary>Validates the sources of a volume and returns how many there are.</summary>
    public static int Validate(Volume volume, FieldErrors errors)
    {
        var count = 0;
        Common(volume, ref count, errors);
        Vendors(volume, ref count, errors);
        return count;
    }

    internal static void Nfs(NFSVolumeSource source, FieldErrors errors)
    {
        VolumeValidation.Needs("server", source.Server, errors);
        if (source.Path.Length == 0) errors.Required("path");
        else if (source.Path[0] != '/') errors.Invalid("path", source.Path, "must be an absolute path");
    }

    internal static void Fc(FCVolumeSource source, FieldErrors errors)
    {
        if (source.TargetWWNs.Count == 0 && source.Wwids.Count == 0) errors.Required("targetWWNs", "must specify either targetWWNs or wwids, but not both");
        else if (source.TargetWWNs.Count > 0 && source.Wwids.Count > 0)
            errors.Invalid("targetWWNs", source.TargetWWNs, "targetWWNs and wwids can not be specified simultaneously");
        if (source.TargetWWNs.Count == 0) return;
        if (source.Lun is null) errors.Required("lun", "lun is required if targetWWNs is specified");
        else if (source.Lun is < 0 or > 255) errors.Invalid("lun", source.Lun, Rules.Between(0, 255));
    }

    internal static void Iscsi(string portal, string iqn, int lun, FieldErrors errors)
    {
        VolumeValidation.Needs("targetPortal", portal, errors);
        if (iqn.Length == 0) errors.Required("iqn");
        else if (!iqn.StartsWith("iqn", StringComparison.Ordinal) && !iqn.StartsWith("eui", StringComparison.Ordinal) && !iqn.StartsWith("naa", StringComparison.Ordinal))
            errors.Invalid("iqn", iqn, "must be valid format");
        if (lun is < 0 or > 255) errors.Invalid("lun", lun, Rules.Between(0, 255));
    }

    internal static void AzureDisk(AzureDiskVolumeSource source, FieldErrors errors)
    {
        VolumeValidation.Needs("diskName", source.DiskName, errors);
        VolumeValidation.Needs("diskURI", source.DiskURI, errors);
        Rules.NoneOrOneOf("cachingMode", source.CachingMode, errors, "None", "ReadOnly", "ReadWrite");
        Rules.NoneOrOneOf("kind", source.Kind, errors, "Dedicated", "Managed", "Shared");
    }

    internal static void Partition(int partition, FieldErrors errors)
    {
        if (partition is < 0 or > 255) errors.Invalid("partition", partition, Rules.Between(0, 255));
    }

    private static void Common(Volume volume, ref int count, FieldErrors errors)
    {
        VolumeValidation.Source("nfs", volume.Nfs, ref count, errors, Nfs);
        VolumeValidation.Source("iscsi", volume.Iscsi, ref count, errors, static (s, e) => Iscsi(s.TargetPortal, s.Iqn, s.Lun, e));
        VolumeValidation.Source("fc", volume.Fc, ref count, errors, Fc);
        VolumeValidation.Source("cephfs", volume.Cephfs, ref count, errors, static (s, e) => Monitors(s.Monitors, e));
        VolumeValidation.Source("rbd", volume.Rbd, ref count, errors, static (s, e) =>
        {
            Monitors(s.Monitors, e);
            VolumeValidation.Needs("image", s.Image, e);
        });
        VolumeValidation.Source("cinder", volume.Cinder, ref count, errors, static (s, e) => VolumeValidation.Needs("volumeID", s.VolumeID, e));
        VolumeValidation.Source("glusterfs", volume.Glusterfs, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("endpoints", s.Endpoints, e);
            VolumeValidation.Needs("path", s.Path, e);
        });
        VolumeValidation.Source("flexVolume", volume.FlexVolume, ref count, errors, static (s, e) => VolumeValidation.Needs("driver", s.Driver, e));
        VolumeValidation.Source("flocker", volume.Flocker, ref count, errors, static (s, e) =>
        {
            if (s.DatasetName.Length == 0 && s.DatasetUUID.Length == 0) e.Required("", "one of datasetName and datasetUUID is required");
            if (s.DatasetName.Contains('/')) e.Invalid("datasetName", s.DatasetName, "must not contain '/'");
        });
    }

    private static void Vendors(Volume volume, ref int count, FieldErrors errors)
    {
        VolumeValidation.Source("gcePersistentDisk", volume.GcePersistentDisk, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("pdName", s.PdName, e);
            Partition(s.Partition, e);
        });
        VolumeValidation.Source("awsElasticBlockStore", volume.AwsElasticBlockStore, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("volumeID", s.VolumeID, e);
            Partition(s.Partition, e);
        });
        VolumeValidation.Source("azureFile", volume.AzureFile, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("secretName", s.SecretName, e);
            VolumeValidation.Needs("shareName", s.ShareName, e);
        });
        VolumeValidation.Source("azureDisk", volume.AzureDisk, ref count, errors, AzureDisk);
        VolumeValidation.Source("vsphereVolume", volume.VsphereVolume, ref count, errors, static (s, e) => VolumeValidation.Needs("volumePath", s.VolumePath, e));
        VolumeValidation.Source("photonPersistentDisk", volume.PhotonPersistentDisk, ref count, errors, static (s, e) => VolumeValidation.Needs("pdID", s.PdID, e));
        VolumeValidation.Source("portworxVolume", volume.PortworxVolume, ref count, errors, static (s, e) => VolumeValidation.Needs("volumeID", s.VolumeID, e));
        VolumeValidation.Source("quobyte", volume.Quobyte, ref count, errors, static (s, e) =>
        {
            if (s.Registry.Length == 0) e.Required("registry", "must be a host:port pair or multiple pairs separated by commas");
            VolumeValidation.Needs("volume", s.Volume, e);
        });
        VolumeValidation.Source("scaleIO", volume.ScaleIO, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("gateway", s.Gateway, e);
            VolumeValidation.Needs("system", s.System, e);
            VolumeValidation.Needs("volumeName", s.VolumeName, e);
        });
        VolumeValidation.Source("storageos", volume.Storageos, ref count, errors, static (s, e) => VolumeValidation.Needs("volumeName", s.VolumeName, e));
    }

    private static void Monitors(IReadOnlyList<string> monitors, FieldErrors errors)
    {
        if (monitors.Count == 0) errors.Required("monitors");
    }
}
