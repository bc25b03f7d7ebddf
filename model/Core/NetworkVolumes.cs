namespace Orleans.Kube.Model.Core;

/// <summary>A volume of Glusterfs.</summary>
public sealed record GlusterfsVolumeSource
{
    /// <summary>The Endpoints of the servers.</summary>
    [AlwaysWritten]
    public string Endpoints { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the volume.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A block device of Ceph.</summary>
public sealed record RBDVolumeSource
{
    /// <summary>The monitors' addresses.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Monitors { get; init => field = value ?? []; } = [];

    /// <summary>Name of the image.</summary>
    [AlwaysWritten]
    public string Image { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the device. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the pool. Default rbd.</summary>
    [Default("rbd")]
    public string Pool { get; init => field = value ?? ""; } = "";

    /// <summary>The user. Default admin.</summary>
    [Default("admin")]
    public string User { get; init => field = value ?? ""; } = "";

    /// <summary>The key file on the node. Default /etc/ceph/keyring.</summary>
    [Default("/etc/ceph/keyring")]
    public string Keyring { get; init => field = value ?? ""; } = "";

    /// <summary>The Secret with the key. It goes before keyring.</summary>
    public LocalObjectReference? SecretRef { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A volume of OpenStack Cinder.</summary>
public sealed record CinderVolumeSource
{
    /// <summary>ID of the volume.</summary>
    [AlwaysWritten]
    public string VolumeID { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the volume. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The Secret by which OpenStack is reached.</summary>
    public LocalObjectReference? SecretRef { get; init; }
}

/// <summary>A CephFS file system.</summary>
public sealed record CephFSVolumeSource
{
    /// <summary>The monitors' addresses.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Monitors { get; init => field = value ?? []; } = [];

    /// <summary>The folder that is mounted. Default /.</summary>
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>The user. Default admin.</summary>
    public string User { get; init => field = value ?? ""; } = "";

    /// <summary>The key file on the node. Default /etc/ceph/user.secret.</summary>
    public string SecretFile { get; init => field = value ?? ""; } = "";

    /// <summary>The Secret with the key. It goes before secretFile.</summary>
    public LocalObjectReference? SecretRef { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A dataset of Flocker.</summary>
public sealed record FlockerVolumeSource
{
    /// <summary>Name of the dataset.</summary>
    public string DatasetName { get; init => field = value ?? ""; } = "";

    /// <summary>UUID of the dataset.</summary>
    public string DatasetUUID { get; init => field = value ?? ""; } = "";
}

/// <summary>A disk of Google Compute Engine.</summary>
public sealed record GCEPersistentDiskVolumeSource
{
    /// <summary>Name of the disk.</summary>
    [AlwaysWritten]
    public string PdName { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the disk. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>The partition. Zero: the whole disk.</summary>
    public int Partition { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A volume of Quobyte.</summary>
public sealed record QuobyteVolumeSource
{
    /// <summary>The registries' addresses with ports, separated by commas.</summary>
    [AlwaysWritten]
    public string Registry { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the volume.</summary>
    [AlwaysWritten]
    public string Volume { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The user. Default: the owner of the volume.</summary>
    public string User { get; init => field = value ?? ""; } = "";

    /// <summary>The group. Default: none.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>The tenant.</summary>
    public string Tenant { get; init => field = value ?? ""; } = "";
}

/// <summary>A volume of a FlexVolume driver.</summary>
public sealed record FlexVolumeSource
{
    /// <summary>Name of the driver.</summary>
    [AlwaysWritten]
    public string Driver { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the volume. Default: the driver's.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>The Secret that the driver is given.</summary>
    public LocalObjectReference? SecretRef { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What the driver is told besides.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;
}

/// <summary>A disk of AWS.</summary>
public sealed record AWSElasticBlockStoreVolumeSource
{
    /// <summary>ID of the disk.</summary>
    [AlwaysWritten]
    public string VolumeID { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the disk. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>The partition. Zero: the whole disk.</summary>
    public int Partition { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A clone of a git repository. No longer advisable.</summary>
public sealed record GitRepoVolumeSource
{
    /// <summary>URL of the repository.</summary>
    [AlwaysWritten]
    public string Repository { get; init => field = value ?? ""; } = "";

    /// <summary>The commit.</summary>
    public string Revision { get; init => field = value ?? ""; } = "";

    /// <summary>Folder of the clone, without ..; . stands for the volume itself.</summary>
    public string Directory { get; init => field = value ?? ""; } = "";
}

/// <summary>A folder that a server shares by NFS.</summary>
public sealed record NFSVolumeSource
{
    /// <summary>Name or address of the server.</summary>
    [AlwaysWritten]
    public string Server { get; init => field = value ?? ""; } = "";

    /// <summary>The folder on the server.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A disk by iSCSI.</summary>
public sealed record ISCSIVolumeSource
{
    /// <summary>Address of the target, with a port where it is not 3260.</summary>
    [AlwaysWritten]
    public string TargetPortal { get; init => field = value ?? ""; } = "";

    /// <summary>Qualified name of the target.</summary>
    [AlwaysWritten]
    public string Iqn { get; init => field = value ?? ""; } = "";

    /// <summary>Number of the logical unit.</summary>
    [AlwaysWritten]
    public int Lun { get; init; }

    /// <summary>The interface. Default: default, which is tcp.</summary>
    [Default("default")]
    public string IscsiInterface { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the disk. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Further addresses of the target, for multipath.</summary>
    [Atomic]
    public IReadOnlyList<string> Portals { get; init => field = value ?? []; } = [];

    /// <summary>Whether CHAP is used for discovery.</summary>
    public bool ChapAuthDiscovery { get; init; }

    /// <summary>Whether CHAP is used for sessions.</summary>
    public bool ChapAuthSession { get; init; }

    /// <summary>The Secret for CHAP.</summary>
    public LocalObjectReference? SecretRef { get; init; }

    /// <summary>Name of the initiator, where another than the node's is wanted.</summary>
    public string? InitiatorName { get; init; }
}

/// <summary>A disk by Fibre Channel.</summary>
public sealed record FCVolumeSource
{
    /// <summary>World wide names of the targets.</summary>
    [Atomic]
    public IReadOnlyList<string> TargetWWNs { get; init => field = value ?? []; } = [];

    /// <summary>Number of the logical unit.</summary>
    public int? Lun { get; init; }

    /// <summary>The file system of the disk. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>World wide identifiers of the disk. Either these, or targetWWNs and lun.</summary>
    [Atomic]
    public IReadOnlyList<string> Wwids { get; init => field = value ?? []; } = [];
}

/// <summary>A file share of Azure.</summary>
public sealed record AzureFileVolumeSource
{
    /// <summary>The Secret with the account's name and key.</summary>
    [AlwaysWritten]
    public string SecretName { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the share.</summary>
    [AlwaysWritten]
    public string ShareName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A disk of vSphere.</summary>
public sealed record VsphereVirtualDiskVolumeSource
{
    /// <summary>Path of the disk.</summary>
    [AlwaysWritten]
    public string VolumePath { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the disk. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the storage policy.</summary>
    public string StoragePolicyName { get; init => field = value ?? ""; } = "";

    /// <summary>ID of the storage policy.</summary>
    public string StoragePolicyID { get; init => field = value ?? ""; } = "";
}

/// <summary>A disk of a Photon controller.</summary>
public sealed record PhotonPersistentDiskVolumeSource
{
    /// <summary>ID of the disk.</summary>
    [AlwaysWritten]
    public string PdID { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the disk. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";
}

/// <summary>A disk of Azure.</summary>
public sealed record AzureDiskVolumeSource
{
    /// <summary>Name of the disk.</summary>
    [AlwaysWritten]
    public string DiskName { get; init => field = value ?? ""; } = "";

    /// <summary>URI of the disk.</summary>
    [AlwaysWritten]
    public string DiskURI { get; init => field = value ?? ""; } = "";

    /// <summary>None, ReadOnly or ReadWrite.</summary>
    [Values(typeof(AzureDataDiskCachingMode))]
    [Default("ReadWrite")]
    public string? CachingMode { get; init; }

    /// <summary>The file system of the disk. Default ext4.</summary>
    [Default("ext4")]
    public string? FsType { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    [Default(false)]
    public bool? ReadOnly { get; init; }

    [Values(typeof(AzureDataDiskKind))]
    [Default("Shared")]
    public string? Kind { get; init; }
}

/// <summary>A volume of Portworx.</summary>
public sealed record PortworxVolumeSource
{
    /// <summary>ID of the volume.</summary>
    [AlwaysWritten]
    public string VolumeID { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the volume. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A volume of ScaleIO.</summary>
public sealed record ScaleIOVolumeSource
{
    /// <summary>Address of the gateway.</summary>
    [AlwaysWritten]
    public string Gateway { get; init => field = value ?? ""; } = "";

    /// <summary>The storage system.</summary>
    [AlwaysWritten]
    public string System { get; init => field = value ?? ""; } = "";

    /// <summary>The Secret with the user and the password.</summary>
    [AlwaysWritten]
    public LocalObjectReference? SecretRef { get; init; }

    /// <summary>Whether the gateway is reached by TLS.</summary>
    public bool SslEnabled { get; init; }

    /// <summary>The protection domain.</summary>
    public string ProtectionDomain { get; init => field = value ?? ""; } = "";

    /// <summary>The storage pool.</summary>
    public string StoragePool { get; init => field = value ?? ""; } = "";

    /// <summary>ThickProvisioned or ThinProvisioned, which is the default.</summary>
    [Default("ThinProvisioned")]
    public string StorageMode { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the volume.</summary>
    public string VolumeName { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the volume. Default xfs.</summary>
    [Default("xfs")]
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A volume of StorageOS.</summary>
public sealed record StorageOSVolumeSource
{
    /// <summary>Name of the volume.</summary>
    public string VolumeName { get; init => field = value ?? ""; } = "";

    /// <summary>Namespace of the volume in StorageOS. Default: the pod's.</summary>
    public string VolumeNamespace { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the volume. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The Secret by which StorageOS is reached.</summary>
    public LocalObjectReference? SecretRef { get; init; }
}
