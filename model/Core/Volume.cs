using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>Files that containers of a pod can mount.</summary>
public sealed record Volume
{
    /// <summary>The name by which containers mount it.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>A file or directory of the node.</summary>
    public HostPathVolumeSource? HostPath { get; init; }

    /// <summary>A directory that lives as long as the pod.</summary>
    public EmptyDirVolumeSource? EmptyDir { get; init; }

    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    public GitRepoVolumeSource? GitRepo { get; init; }

    /// <summary>The entries of a Secret as files.</summary>
    public SecretVolumeSource? Secret { get; init; }

    /// <summary>A directory of an NFS server.</summary>
    public NFSVolumeSource? Nfs { get; init; }

    public ISCSIVolumeSource? Iscsi { get; init; }

    public GlusterfsVolumeSource? Glusterfs { get; init; }

    /// <summary>Storage that is claimed.</summary>
    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    public RBDVolumeSource? Rbd { get; init; }

    public FlexVolumeSource? FlexVolume { get; init; }

    public CinderVolumeSource? Cinder { get; init; }

    public CephFSVolumeSource? Cephfs { get; init; }

    public FlockerVolumeSource? Flocker { get; init; }

    /// <summary>Facts about the pod as files.</summary>
    public DownwardAPIVolumeSource? DownwardAPI { get; init; }

    public FCVolumeSource? Fc { get; init; }

    public AzureFileVolumeSource? AzureFile { get; init; }

    /// <summary>The entries of a ConfigMap as files.</summary>
    public ConfigMapVolumeSource? ConfigMap { get; init; }

    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    public QuobyteVolumeSource? Quobyte { get; init; }

    public AzureDiskVolumeSource? AzureDisk { get; init; }

    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    /// <summary>Several sources in one directory.</summary>
    public ProjectedVolumeSource? Projected { get; init; }

    public PortworxVolumeSource? PortworxVolume { get; init; }

    public ScaleIOVolumeSource? ScaleIO { get; init; }

    public StorageOSVolumeSource? Storageos { get; init; }

    /// <summary>Storage that a CSI driver gives for the life of the pod.</summary>
    public CSIVolumeSource? Csi { get; init; }

    /// <summary>A claim that is made and removed with the pod.</summary>
    public EphemeralVolumeSource? Ephemeral { get; init; }

    /// <summary>The files of an image, read-only.</summary>
    public ImageVolumeSource? Image { get; init; }
}

public sealed record VolumeSource
{
    public HostPathVolumeSource? HostPath { get; init; }

    public EmptyDirVolumeSource? EmptyDir { get; init; }

    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    public GitRepoVolumeSource? GitRepo { get; init; }

    public SecretVolumeSource? Secret { get; init; }

    public NFSVolumeSource? Nfs { get; init; }

    public ISCSIVolumeSource? Iscsi { get; init; }

    public GlusterfsVolumeSource? Glusterfs { get; init; }

    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    public RBDVolumeSource? Rbd { get; init; }

    public FlexVolumeSource? FlexVolume { get; init; }

    public CinderVolumeSource? Cinder { get; init; }

    public CephFSVolumeSource? Cephfs { get; init; }

    public FlockerVolumeSource? Flocker { get; init; }

    public DownwardAPIVolumeSource? DownwardAPI { get; init; }

    public FCVolumeSource? Fc { get; init; }

    public AzureFileVolumeSource? AzureFile { get; init; }

    public ConfigMapVolumeSource? ConfigMap { get; init; }

    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    public QuobyteVolumeSource? Quobyte { get; init; }

    public AzureDiskVolumeSource? AzureDisk { get; init; }

    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    public ProjectedVolumeSource? Projected { get; init; }

    public PortworxVolumeSource? PortworxVolume { get; init; }

    public ScaleIOVolumeSource? ScaleIO { get; init; }

    public StorageOSVolumeSource? Storageos { get; init; }

    public CSIVolumeSource? Csi { get; init; }

    public EphemeralVolumeSource? Ephemeral { get; init; }

    public ImageVolumeSource? Image { get; init; }
}

public sealed record HostPathVolumeSource
{
    /// <summary>The path on the node.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>What must be at the path, or is made there.</summary>
    [Values(typeof(HostPathType))]
    public string? Type { get; init; }
}

public sealed record EmptyDirVolumeSource
{
    /// <summary>Memory keeps the files in memory. By default they are on the node's disk.</summary>
    [Values(typeof(StorageMedium))]
    public string Medium { get; init => field = value ?? ""; } = "";

    /// <summary>The most that may be stored.</summary>
    public Quantity? SizeLimit { get; init; }
}

public sealed record SecretVolumeSource
{
    /// <summary>The name of the Secret.</summary>
    public string SecretName { get; init => field = value ?? ""; } = "";

    /// <summary>The entries to show, and under which paths. All by default.</summary>
    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    /// <summary>The permissions of the files. 0644 by default.</summary>
    public int? DefaultMode { get; init; }

    /// <summary>Whether it may be missing.</summary>
    public bool? Optional { get; init; }
}

public sealed record SecretProjection
{
    public string Name { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    public bool? Optional { get; init; }
}

public sealed record ConfigMapVolumeSource
{
    /// <summary>The name of the ConfigMap.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The entries to show, and under which paths. All by default.</summary>
    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    /// <summary>The permissions of the files. 0644 by default.</summary>
    public int? DefaultMode { get; init; }

    /// <summary>Whether it may be missing.</summary>
    public bool? Optional { get; init; }
}

public sealed record ConfigMapProjection
{
    public string Name { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    public bool? Optional { get; init; }
}

public sealed record ServiceAccountTokenProjection
{
    public string Audience { get; init => field = value ?? ""; } = "";

    public long? ExpirationSeconds { get; init; }

    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";
}

public sealed record ClusterTrustBundleProjection
{
    public string? Name { get; init; }

    public string? SignerName { get; init; }

    public LabelSelector? LabelSelector { get; init; }

    public bool? Optional { get; init; }

    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";
}

public sealed record ProjectedVolumeSource
{
    /// <summary>The sources that appear together.</summary>
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<VolumeProjection> Sources { get; init => field = value ?? []; } = [];

    /// <summary>The permissions of the files. 0644 by default.</summary>
    public int? DefaultMode { get; init; }
}

public sealed record VolumeProjection
{
    public SecretProjection? Secret { get; init; }

    public DownwardAPIProjection? DownwardAPI { get; init; }

    public ConfigMapProjection? ConfigMap { get; init; }

    public ServiceAccountTokenProjection? ServiceAccountToken { get; init; }

    public ClusterTrustBundleProjection? ClusterTrustBundle { get; init; }
}

public sealed record KeyToPath
{
    /// <summary>The entry.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>The file in which it appears.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>The permissions of the file.</summary>
    public int? Mode { get; init; }
}

public sealed record CSIVolumeSource
{
    [AlwaysWritten]
    public string Driver { get; init => field = value ?? ""; } = "";

    public bool? ReadOnly { get; init; }

    public string? FsType { get; init; }

    public IReadOnlyDictionary<string, string> VolumeAttributes { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public LocalObjectReference? NodePublishSecretRef { get; init; }
}

public sealed record EphemeralVolumeSource
{
    public PersistentVolumeClaimTemplate? VolumeClaimTemplate { get; init; }
}

public sealed record DownwardAPIVolumeSource
{
    [Atomic]
    public IReadOnlyList<DownwardAPIVolumeFile> Items { get; init => field = value ?? []; } = [];

    public int? DefaultMode { get; init; }
}

public sealed record DownwardAPIVolumeFile
{
    /// <summary>The file.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>A field of the pod.</summary>
    public ObjectFieldSelector? FieldRef { get; init; }

    /// <summary>A resource of a container.</summary>
    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    /// <summary>The permissions of the file.</summary>
    public int? Mode { get; init; }
}

public sealed record DownwardAPIProjection
{
    [Atomic]
    public IReadOnlyList<DownwardAPIVolumeFile> Items { get; init => field = value ?? []; } = [];
}

public sealed record ImageVolumeSource
{
    public string Reference { get; init => field = value ?? ""; } = "";

    [Values(typeof(PullPolicy))]
    public string PullPolicy { get; init => field = value ?? ""; } = "";
}
