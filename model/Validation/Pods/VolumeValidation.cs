using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The volumes of a pod: each of exactly one type, with what that type needs.</summary>
internal static class VolumeValidation
{
    private static readonly string[] HostPathTypes =
    [
        "", HostPathType.BlockDevice, HostPathType.CharDevice, HostPathType.Directory, HostPathType.DirectoryOrCreate,
        HostPathType.File, HostPathType.FileOrCreate, HostPathType.Socket,
    ];

    /// <summary>The volumes that are well-formed, which are those that a container finds.</summary>
    /// <param name="volumes">All volumes.</param>
    /// <param name="pod">The name of the pod, of which claims are made; none of a template.</param>
    /// <param name="errors">Where errors go.</param>
    public static IReadOnlyList<Volume> Validate(IReadOnlyList<Volume> volumes, string pod, FieldErrors errors)
    {
        if (volumes.Count == 0) return volumes;
        var made = pod.Length == 0 ? [] : volumes.Where(static v => v.Ephemeral is not null).Select(v => $"{pod}-{v.Name}").ToHashSet(StringComparer.Ordinal);
        var good = new List<Volume>(volumes.Count);
        for (var i = 0; i < volumes.Count; i++)
        {
            var before = errors.Count;
            using var _ = errors.At("volumes", i);
            var volume = volumes[i];
            Sources(volume, errors);
            if (volume is { Ephemeral: not null, Name.Length: > 0 } && pod.Length > 0) ClaimName(volume.Name, pod, errors);
            if (volume.Name.Length == 0) errors.Required("name");
            else errors.InvalidEach("name", volume.Name, Names.DnsLabel(volume.Name));
            if (good.Exists(v => v.Name == volume.Name)) errors.Duplicate("name", volume.Name);
            if (errors.Count == before) good.Add(volume);
            if (volume.PersistentVolumeClaim is { } claim && made.Contains(claim.ClaimName))
                errors.Invalid("persistentVolumeClaim.claimName", claim.ClaimName, "must not reference a PVC that gets created for an ephemeral volume");
        }

        return good;
    }

    private static void ClaimName(string volume, string pod, FieldErrors errors)
    {
        var claim = $"{pod}-{volume}";
        foreach (var message in Names.DnsSubdomain(claim)) errors.Invalid("name", volume, $"PVC name {GoText.Quote(claim)}: {message}");
    }

    /// <summary>Errors of a source, and one more if the volume has another already.</summary>
    internal static void Source<T>(string field, T? source, ref int count, FieldErrors errors, Action<T, FieldErrors> validate, string? inside = null) where T : class
    {
        if (source is null) return;
        if (++count > 1)
        {
            errors.Forbidden(field, "may not specify more than 1 volume type");
            return;
        }

        using var _ = errors.At(inside ?? field);
        validate(source, errors);
    }

    internal static void Needs(string field, string value, FieldErrors errors)
    {
        if (value.Length == 0) errors.Required(field);
    }

    internal static void HostPath(HostPathVolumeSource source, FieldErrors errors)
    {
        if (source.Path.Length == 0)
        {
            errors.Required("path");
            return;
        }

        Rules.NoBacksteps("path", source.Path, errors);
        if (source.Type is not null && !HostPathTypes.Contains(source.Type)) errors.NotSupported("type", source.Type, HostPathTypes);
    }

    /// <summary>In Kubernetes' order, for the first of several is the one whose errors are told. Names of fields are its own where they differ.</summary>
    private static void Sources(Volume volume, FieldErrors errors)
    {
        var count = 0;
        Source("emptyDir", volume.EmptyDir, ref count, errors, static (s, e) =>
        {
            if (s.SizeLimit is { Sign: < 0 }) e.Forbidden("sizeLimit", "SizeLimit field must be a valid resource quantity");
        });
        Source("hostPath", volume.HostPath, ref count, errors, HostPath);
        Source("gitRepo", volume.GitRepo, ref count, errors, static (s, e) =>
        {
            Needs("repository", s.Repository, e);
            Rules.DescendingPath("directory", s.Directory, e);
        });
        Source("gcePersistentDisk", volume.GcePersistentDisk, ref count, errors, NetworkVolumeValidation.GceDisk, "persistentDisk");
        Source("awsElasticBlockStore", volume.AwsElasticBlockStore, ref count, errors, NetworkVolumeValidation.AwsStore);
        Source("secret", volume.Secret, ref count, errors, static (s, e) =>
        {
            Needs("secretName", s.SecretName, e);
            Rules.FileMode("defaultMode", s.DefaultMode, e);
            Items(s.Items, e);
        });
        Source("nfs", volume.Nfs, ref count, errors, NetworkVolumeValidation.Nfs);
        Iscsi(volume, ref count, errors);
        Source("glusterfs", volume.Glusterfs, ref count, errors, static (s, e) => NetworkVolumeValidation.Glusterfs(s.Endpoints, s.Path, e));
        Source("flocker", volume.Flocker, ref count, errors, NetworkVolumeValidation.Flocker);
        Source("persistentVolumeClaim", volume.PersistentVolumeClaim, ref count, errors, static (s, e) => Needs("claimName", s.ClaimName, e));
        Source("rbd", volume.Rbd, ref count, errors, static (s, e) => NetworkVolumeValidation.Rbd(s.Monitors, s.Image, e));
        Source("cinder", volume.Cinder, ref count, errors, static (s, e) =>
        {
            Needs("volumeID", s.VolumeID, e);
            if (s.SecretRef is { Name.Length: 0 }) e.Required("secretRef.name");
        });
        Source("cephFS", volume.Cephfs, ref count, errors, static (s, e) => NetworkVolumeValidation.Monitors(s.Monitors, e), "cephfs");
        Source("quobyte", volume.Quobyte, ref count, errors, NetworkVolumeValidation.Quobyte);
        Source("downwarAPI", volume.DownwardAPI, ref count, errors, static (s, e) =>
        {
            Rules.FileMode("defaultMode", s.DefaultMode, e);
            foreach (var file in s.Items) ProjectionValidation.File(file, e);
        }, "downwardAPI");
        Source("fc", volume.Fc, ref count, errors, NetworkVolumeValidation.Fc);
        Source("flexVolume", volume.FlexVolume, ref count, errors, static (s, e) => NetworkVolumeValidation.Flex(s.Driver, s.Options, e));
        Source("configMap", volume.ConfigMap, ref count, errors, static (s, e) =>
        {
            Needs("name", s.Name, e);
            Rules.FileMode("defaultMode", s.DefaultMode, e);
            Items(s.Items, e);
        });
        Source("azureFile", volume.AzureFile, ref count, errors, static (s, e) => NetworkVolumeValidation.AzureFile(s.SecretName, s.ShareName, e));
        Source("vsphereVolume", volume.VsphereVolume, ref count, errors, static (s, e) => Needs("volumePath", s.VolumePath, e));
        Source("photonPersistentDisk", volume.PhotonPersistentDisk, ref count, errors, static (s, e) => Needs("pdID", s.PdID, e));
        Source("portworxVolume", volume.PortworxVolume, ref count, errors, static (s, e) => Needs("volumeID", s.VolumeID, e));
        Source("azureDisk", volume.AzureDisk, ref count, errors, NetworkVolumeValidation.AzureDisk);
        Source("storageos", volume.Storageos, ref count, errors, static (s, e) =>
        {
            NetworkVolumeValidation.StorageOs(s.VolumeName, s.VolumeNamespace, e);
            if (s.SecretRef is { Name.Length: 0 }) e.Required("secretRef.name");
        });
        Source("projected", volume.Projected, ref count, errors, ProjectionValidation.Validate);
        Source("scaleIO", volume.ScaleIO, ref count, errors, static (s, e) => NetworkVolumeValidation.ScaleIo(s.Gateway, s.System, s.VolumeName, e));
        Source("csi", volume.Csi, ref count, errors, static (s, e) =>
        {
            DriverName("driver", s.Driver, e);
            if (s.NodePublishSecretRef is not { Name: var secret }) return;
            if (secret.Length == 0) e.Required("nodePublishSecretRef.name");
            else e.InvalidEach("name", secret, Names.DnsSubdomain(secret));
        });
        Source("ephemeral", volume.Ephemeral, ref count, errors, static (s, e) =>
        {
            if (s.VolumeClaimTemplate is null) e.Required("volumeClaimTemplate");
            else
                using (e.At("volumeClaimTemplate")) ClaimValidation.Template(s.VolumeClaimTemplate, e);
        });
        Source("image", volume.Image, ref count, errors, static (s, e) =>
        {
            if (s.Reference.Length == 0) e.Required("reference");
            Rules.OneOf("pullPolicy", s.PullPolicy, e, PullPolicy.Always, PullPolicy.IfNotPresent, PullPolicy.Never);
        });
        if (count == 0) errors.Required("", "must specify a volume type");
    }

    private static void Iscsi(Volume volume, ref int count, FieldErrors errors)
    {
        if (volume.Iscsi is not { } iscsi) return;
        Source("iscsi", iscsi, ref count, errors, static (s, e) =>
        {
            NetworkVolumeValidation.Iscsi(s.TargetPortal, s.Iqn, s.Lun, "must be valid format starting with iqn, eui, or naa", e);
            if ((s.ChapAuthDiscovery || s.ChapAuthSession) && s.SecretRef is null) e.Required("secretRef");
            NetworkVolumeValidation.Initiator(s.InitiatorName, "must be valid format starting with iqn, eui, or naa", e);
        });
        if (iscsi.InitiatorName is not null && $"{volume.Name}:{iscsi.TargetPortal}".Length > NetworkVolumeValidation.MaximumPortal)
            errors.Invalid("name", volume.Name, NetworkVolumeValidation.PortalMessage);
    }

    /// <summary>The name of a CSI driver.</summary>
    internal static void DriverName(string field, string name, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(field);
        if (name.Length > 63) errors.TooLong(field, 63);
        errors.InvalidEach(field, name, Names.DnsSubdomain(name.ToLowerInvariant()));
    }

    internal static void Items(IReadOnlyList<KeyToPath> items, FieldErrors errors)
    {
        for (var i = 0; i < items.Count; i++)
        {
            using var _ = errors.At("items", i);
            Needs("key", items[i].Key, errors);
            Needs("path", items[i].Path, errors);
            Rules.DescendingFilePath("path", items[i].Path, errors);
            Rules.FileMode("mode", items[i].Mode, errors);
        }
    }
}
