namespace Orleans.Kube.Model.Core;

/// <summary>A volume of Glusterfs.</summary>
public sealed record GlusterfsPersistentVolumeSource
{
    /// <summary>The Endpoints of the servers.</summary>
    [AlwaysWritten]
    public string Endpoints { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the volume.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Namespace of the Endpoints. Default: the claim's.</summary>
    public string? EndpointsNamespace { get; init; }
}

/// <summary>A block device of Ceph.</summary>
public sealed record RBDPersistentVolumeSource
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
    public SecretReference? SecretRef { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A volume of OpenStack Cinder.</summary>
public sealed record CinderPersistentVolumeSource
{
    /// <summary>ID of the volume.</summary>
    [AlwaysWritten]
    public string VolumeID { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the volume. Default ext4.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The Secret by which OpenStack is reached.</summary>
    public SecretReference? SecretRef { get; init; }
}

/// <summary>A CephFS file system.</summary>
public sealed record CephFSPersistentVolumeSource
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
    public SecretReference? SecretRef { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A volume of a FlexVolume driver.</summary>
public sealed record FlexPersistentVolumeSource
{
    /// <summary>Name of the driver.</summary>
    [AlwaysWritten]
    public string Driver { get; init => field = value ?? ""; } = "";

    /// <summary>The file system of the volume. Default: the driver's.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>The Secret that the driver is given.</summary>
    public SecretReference? SecretRef { get; init; }

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What the driver is told besides.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;
}

/// <summary>A disk by iSCSI.</summary>
public sealed record ISCSIPersistentVolumeSource
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
    public SecretReference? SecretRef { get; init; }

    /// <summary>Name of the initiator, where another than the node's is wanted.</summary>
    public string? InitiatorName { get; init; }
}

/// <summary>A file share of Azure.</summary>
public sealed record AzureFilePersistentVolumeSource
{
    /// <summary>The Secret with the account's name and key.</summary>
    [AlwaysWritten]
    public string SecretName { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the share.</summary>
    [AlwaysWritten]
    public string ShareName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Namespace of the Secret. Default: the pod's.</summary>
    [AlwaysWritten] [Optional]
    public string? SecretNamespace { get; init; }
}

/// <summary>A volume of ScaleIO.</summary>
public sealed record ScaleIOPersistentVolumeSource
{
    /// <summary>Address of the gateway.</summary>
    [AlwaysWritten]
    public string Gateway { get; init => field = value ?? ""; } = "";

    /// <summary>The storage system.</summary>
    [AlwaysWritten]
    public string System { get; init => field = value ?? ""; } = "";

    /// <summary>The Secret with the user and the password.</summary>
    [AlwaysWritten]
    public SecretReference? SecretRef { get; init; }

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
public sealed record StorageOSPersistentVolumeSource
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
    public ObjectReference? SecretRef { get; init; }
}

/// <summary>A volume of a CSI driver.</summary>
public sealed record CSIPersistentVolumeSource
{
    /// <summary>Name of the driver.</summary>
    [AlwaysWritten]
    public string Driver { get; init => field = value ?? ""; } = "";

    /// <summary>The driver's own name for the volume.</summary>
    [AlwaysWritten]
    public string VolumeHandle { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The file system of the volume.</summary>
    public string FsType { get; init => field = value ?? ""; } = "";

    /// <summary>What the driver knows of the volume.</summary>
    public IReadOnlyDictionary<string, string> VolumeAttributes { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>The Secret that the driver is given when it attaches the volume.</summary>
    public SecretReference? ControllerPublishSecretRef { get; init; }

    /// <summary>The Secret that the driver is given when it stages the volume on a node.</summary>
    public SecretReference? NodeStageSecretRef { get; init; }

    /// <summary>The Secret that the driver is given when it mounts the volume.</summary>
    public SecretReference? NodePublishSecretRef { get; init; }

    /// <summary>The Secret that the driver is given when it expands the volume.</summary>
    public SecretReference? ControllerExpandSecretRef { get; init; }

    /// <summary>The Secret that the driver is given when it expands the volume on a node.</summary>
    public SecretReference? NodeExpandSecretRef { get; init; }
}
