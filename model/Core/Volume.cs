using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

public sealed record Volume
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

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
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    [Values(typeof(HostPathType))]
    public string? Type { get; init; }
}

public sealed record EmptyDirVolumeSource
{
    [Values(typeof(StorageMedium))]
    public string Medium { get; init => field = value ?? ""; } = "";

    public Quantity? SizeLimit { get; init; }
}

public sealed record SecretVolumeSource
{
    public string SecretName { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    public int? DefaultMode { get; init; }

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
    public string Name { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    public int? DefaultMode { get; init; }

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
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<VolumeProjection> Sources { get; init => field = value ?? []; } = [];

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
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

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
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    public ObjectFieldSelector? FieldRef { get; init; }

    public ResourceFieldSelector? ResourceFieldRef { get; init; }

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
