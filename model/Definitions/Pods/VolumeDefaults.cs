using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of a pod's volumes.</summary>
internal static class VolumeDefaults
{
    private const int FileMode = 420; // 0644
    private const long TokenSeconds = 60 * 60;
    private static readonly Volume Sourceless = new();

    public static Volume Default(Volume volume) => volume switch
    {
        { Secret: { DefaultMode: null } secret } => volume with { Secret = secret with { DefaultMode = FileMode } },
        { ConfigMap: { DefaultMode: null } configMap } => volume with { ConfigMap = configMap with { DefaultMode = FileMode } },
        { Projected: { } projected } => Default(projected) is var changed && ReferenceEquals(changed, projected) ? volume : volume with { Projected = changed },
        { DownwardAPI: { } downward } => Default(downward) is var changed && ReferenceEquals(changed, downward) ? volume : volume with { DownwardAPI = changed },
        { HostPath: { Type: null } hostPath } => volume with { HostPath = hostPath with { Type = "" } },
        { Iscsi: { IscsiInterface.Length: 0 } iscsi } => volume with { Iscsi = iscsi with { IscsiInterface = "default" } },
        { Rbd: { } rbd } => rbd is { Pool.Length: > 0, User.Length: > 0, Keyring.Length: > 0 } ? volume : volume with { Rbd = Default(rbd) },
        { AzureDisk: { } disk } => Default(disk) is var changed && ReferenceEquals(changed, disk) ? volume : volume with { AzureDisk = changed },
        { ScaleIO: { } scaleIO } => Default(scaleIO) is var changed && ReferenceEquals(changed, scaleIO) ? volume : volume with { ScaleIO = changed },
        { Image: { PullPolicy.Length: 0 } image } => volume with { Image = image with { PullPolicy = ImageReference.PullPolicy(image.Reference) } },
        { Ephemeral.VolumeClaimTemplate: { Spec.VolumeMode: null } template } => volume with
        {
            Ephemeral = volume.Ephemeral with { VolumeClaimTemplate = template with { Spec = template.Spec with { VolumeMode = PersistentVolumeMode.Filesystem } } },
        },
        _ => Sourceless.Equals(volume with { Name = "" }) ? volume with { EmptyDir = new() } : volume,
    };

    internal static AzureDiskVolumeSource Default(AzureDiskVolumeSource disk) =>
        disk is { CachingMode: not null, Kind: not null, FsType: not null, ReadOnly: not null } ? disk : disk with
        {
            CachingMode = disk.CachingMode ?? AzureDataDiskCachingMode.ReadWrite,
            Kind = disk.Kind ?? AzureDataDiskKind.Shared,
            FsType = disk.FsType ?? "ext4",
            ReadOnly = disk.ReadOnly ?? false,
        };

    private static RBDVolumeSource Default(RBDVolumeSource rbd) =>
        rbd with { Pool = rbd.Pool.Or("rbd"), User = rbd.User.Or("admin"), Keyring = rbd.Keyring.Or("/etc/ceph/keyring") };

    private static ScaleIOVolumeSource Default(ScaleIOVolumeSource source) =>
        source is { StorageMode.Length: > 0, FsType.Length: > 0 }
            ? source
            : source with { StorageMode = source.StorageMode.Or("ThinProvisioned"), FsType = source.FsType.Or("xfs") };

    private static DownwardAPIVolumeSource Default(DownwardAPIVolumeSource source)
    {
        var items = source.Items.Map(Default);
        return source.DefaultMode is not null && ReferenceEquals(items, source.Items)
            ? source
            : source with { Items = items, DefaultMode = source.DefaultMode ?? FileMode };
    }

    private static ProjectedVolumeSource Default(ProjectedVolumeSource source)
    {
        var sources = source.Sources.Map(Default);
        return source.DefaultMode is not null && ReferenceEquals(sources, source.Sources)
            ? source
            : source with { Sources = sources, DefaultMode = source.DefaultMode ?? FileMode };
    }

    /// <summary>Bundles of certificates are a feature that Kubernetes 1.33 has off: they are left out.</summary>
    private static VolumeProjection Default(VolumeProjection projection)
    {
        if (projection.ClusterTrustBundle is not null) projection = projection with { ClusterTrustBundle = null };
        if (projection.ServiceAccountToken is { ExpirationSeconds: null } token)
            return projection with { ServiceAccountToken = token with { ExpirationSeconds = TokenSeconds } };
        if (projection.DownwardAPI is not { } downward) return projection;
        var items = downward.Items.Map(Default);
        return ReferenceEquals(items, downward.Items) ? projection : projection with { DownwardAPI = downward with { Items = items } };
    }

    private static DownwardAPIVolumeFile Default(DownwardAPIVolumeFile file) =>
        ContainerDefaults.Default(file.FieldRef) is var fieldRef && ReferenceEquals(fieldRef, file.FieldRef) ? file : file with { FieldRef = fieldRef };
}
