using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of persistent volumes.</summary>
internal static class PersistentVolumeDefaults
{
    public static PersistentVolumeSpec Default(PersistentVolumeSpec spec)
    {
        spec = Source(spec);
        return spec is { PersistentVolumeReclaimPolicy.Length: > 0, VolumeMode: not null } ? spec : spec with
        {
            PersistentVolumeReclaimPolicy = spec.PersistentVolumeReclaimPolicy.Or(PersistentVolumeReclaimPolicy.Retain),
            VolumeMode = spec.VolumeMode ?? PersistentVolumeMode.Filesystem,
        };
    }

    private static PersistentVolumeSpec Source(PersistentVolumeSpec spec) => spec switch
    {
        { HostPath: { Type: null } path } => spec with { HostPath = path with { Type = "" } },
        { Iscsi: { IscsiInterface.Length: 0 } iscsi } => spec with { Iscsi = iscsi with { IscsiInterface = "default" } },
        { Rbd: { } rbd } when rbd.Pool.Length == 0 || rbd.User.Length == 0 || rbd.Keyring.Length == 0 => spec with
        {
            Rbd = rbd with { Pool = rbd.Pool.Or("rbd"), User = rbd.User.Or("admin"), Keyring = rbd.Keyring.Or("/etc/ceph/keyring") },
        },
        { AzureDisk: { } disk } => VolumeDefaults.Default(disk) is var changed && ReferenceEquals(changed, disk) ? spec : spec with { AzureDisk = changed },
        { ScaleIO: { } scale } when scale.StorageMode.Length == 0 || scale.FsType.Length == 0 => spec with
        {
            ScaleIO = scale with { StorageMode = scale.StorageMode.Or("ThinProvisioned"), FsType = scale.FsType.Or("xfs") },
        },
        _ => spec,
    };
}
