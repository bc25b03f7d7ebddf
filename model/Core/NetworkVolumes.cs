namespace Orleans.Kube.Model.Core;

public sealed record GlusterfsVolumeSource
{
    [AlwaysWritten]
    public string Endpoints { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }
}

public sealed record RBDVolumeSource
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Monitors { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public string Image { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public string Pool { get; init => field = value ?? ""; } = "";

    public string User { get; init => field = value ?? ""; } = "";

    public string Keyring { get; init => field = value ?? ""; } = "";

    public LocalObjectReference? SecretRef { get; init; }

    public bool ReadOnly { get; init; }
}

public sealed record CinderVolumeSource
{
    [AlwaysWritten]
    public string VolumeID { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public LocalObjectReference? SecretRef { get; init; }
}

public sealed record CephFSVolumeSource
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Monitors { get; init => field = value ?? []; } = [];

    public string Path { get; init => field = value ?? ""; } = "";

    public string User { get; init => field = value ?? ""; } = "";

    public string SecretFile { get; init => field = value ?? ""; } = "";

    public LocalObjectReference? SecretRef { get; init; }

    public bool ReadOnly { get; init; }
}

public sealed record FlockerVolumeSource
{
    public string DatasetName { get; init => field = value ?? ""; } = "";

    public string DatasetUUID { get; init => field = value ?? ""; } = "";
}

public sealed record GCEPersistentDiskVolumeSource
{
    [AlwaysWritten]
    public string PdName { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public int Partition { get; init; }

    public bool ReadOnly { get; init; }
}

public sealed record QuobyteVolumeSource
{
    [AlwaysWritten]
    public string Registry { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Volume { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public string User { get; init => field = value ?? ""; } = "";

    public string Group { get; init => field = value ?? ""; } = "";

    public string Tenant { get; init => field = value ?? ""; } = "";
}

public sealed record FlexVolumeSource
{
    [AlwaysWritten]
    public string Driver { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public LocalObjectReference? SecretRef { get; init; }

    public bool ReadOnly { get; init; }

    public IReadOnlyDictionary<string, string> Options { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;
}

public sealed record AWSElasticBlockStoreVolumeSource
{
    [AlwaysWritten]
    public string VolumeID { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public int Partition { get; init; }

    public bool ReadOnly { get; init; }
}

public sealed record GitRepoVolumeSource
{
    [AlwaysWritten]
    public string Repository { get; init => field = value ?? ""; } = "";

    public string Revision { get; init => field = value ?? ""; } = "";

    public string Directory { get; init => field = value ?? ""; } = "";
}

public sealed record NFSVolumeSource
{
    [AlwaysWritten]
    public string Server { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }
}

public sealed record ISCSIVolumeSource
{
    [AlwaysWritten]
    public string TargetPortal { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Iqn { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public int Lun { get; init; }

    public string IscsiInterface { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    [Atomic]
    public IReadOnlyList<string> Portals { get; init => field = value ?? []; } = [];

    public bool ChapAuthDiscovery { get; init; }

    public bool ChapAuthSession { get; init; }

    public LocalObjectReference? SecretRef { get; init; }

    public string? InitiatorName { get; init; }
}

public sealed record FCVolumeSource
{
    [Atomic]
    public IReadOnlyList<string> TargetWWNs { get; init => field = value ?? []; } = [];

    public int? Lun { get; init; }

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    [Atomic]
    public IReadOnlyList<string> Wwids { get; init => field = value ?? []; } = [];
}

public sealed record AzureFileVolumeSource
{
    [AlwaysWritten]
    public string SecretName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string ShareName { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }
}

public sealed record VsphereVirtualDiskVolumeSource
{
    [AlwaysWritten]
    public string VolumePath { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public string StoragePolicyName { get; init => field = value ?? ""; } = "";

    public string StoragePolicyID { get; init => field = value ?? ""; } = "";
}

public sealed record PhotonPersistentDiskVolumeSource
{
    [AlwaysWritten]
    public string PdID { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";
}

public sealed record AzureDiskVolumeSource
{
    [AlwaysWritten]
    public string DiskName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string DiskURI { get; init => field = value ?? ""; } = "";

    [Values(typeof(AzureDataDiskCachingMode))]
    public string? CachingMode { get; init; }

    public string? FsType { get; init; }

    public bool? ReadOnly { get; init; }

    [Values(typeof(AzureDataDiskKind))]
    public string? Kind { get; init; }
}

public sealed record PortworxVolumeSource
{
    [AlwaysWritten]
    public string VolumeID { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }
}

public sealed record ScaleIOVolumeSource
{
    [AlwaysWritten]
    public string Gateway { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string System { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public LocalObjectReference? SecretRef { get; init; }

    public bool SslEnabled { get; init; }

    public string ProtectionDomain { get; init => field = value ?? ""; } = "";

    public string StoragePool { get; init => field = value ?? ""; } = "";

    public string StorageMode { get; init => field = value ?? ""; } = "";

    public string VolumeName { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }
}

public sealed record StorageOSVolumeSource
{
    public string VolumeName { get; init => field = value ?? ""; } = "";

    public string VolumeNamespace { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public LocalObjectReference? SecretRef { get; init; }
}
