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

    /// <summary>A disk of Google Compute Engine.</summary>
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    /// <summary>A disk of AWS.</summary>
    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    /// <summary>A clone of a git repository. No longer advisable.</summary>
    public GitRepoVolumeSource? GitRepo { get; init; }

    /// <summary>The entries of a Secret as files.</summary>
    public SecretVolumeSource? Secret { get; init; }

    /// <summary>A directory of an NFS server.</summary>
    public NFSVolumeSource? Nfs { get; init; }

    /// <summary>A disk by iSCSI.</summary>
    public ISCSIVolumeSource? Iscsi { get; init; }

    /// <summary>A volume of Glusterfs.</summary>
    public GlusterfsVolumeSource? Glusterfs { get; init; }

    /// <summary>Storage that is claimed.</summary>
    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    /// <summary>A block device of Ceph.</summary>
    public RBDVolumeSource? Rbd { get; init; }

    /// <summary>A volume of a FlexVolume driver.</summary>
    public FlexVolumeSource? FlexVolume { get; init; }

    /// <summary>A volume of OpenStack Cinder.</summary>
    public CinderVolumeSource? Cinder { get; init; }

    /// <summary>A CephFS file system.</summary>
    public CephFSVolumeSource? Cephfs { get; init; }

    /// <summary>A dataset of Flocker.</summary>
    public FlockerVolumeSource? Flocker { get; init; }

    /// <summary>Facts about the pod as files.</summary>
    public DownwardAPIVolumeSource? DownwardAPI { get; init; }

    /// <summary>A disk by Fibre Channel.</summary>
    public FCVolumeSource? Fc { get; init; }

    /// <summary>A file share of Azure.</summary>
    public AzureFileVolumeSource? AzureFile { get; init; }

    /// <summary>The entries of a ConfigMap as files.</summary>
    public ConfigMapVolumeSource? ConfigMap { get; init; }

    /// <summary>A disk of vSphere.</summary>
    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    /// <summary>A volume of Quobyte.</summary>
    public QuobyteVolumeSource? Quobyte { get; init; }

    /// <summary>A disk of Azure.</summary>
    public AzureDiskVolumeSource? AzureDisk { get; init; }

    /// <summary>A disk of a Photon controller.</summary>
    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    /// <summary>Several sources in one directory.</summary>
    public ProjectedVolumeSource? Projected { get; init; }

    /// <summary>A volume of Portworx.</summary>
    public PortworxVolumeSource? PortworxVolume { get; init; }

    /// <summary>A volume of ScaleIO.</summary>
    public ScaleIOVolumeSource? ScaleIO { get; init; }

    /// <summary>A volume of StorageOS.</summary>
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

/// <summary>A file or folder of the node.</summary>
public sealed record HostPathVolumeSource
{
    /// <summary>The path on the node.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>What must be at the path, or is made there.</summary>
    [Values(typeof(HostPathType))]
    public string? Type { get; init; }
}

/// <summary>An empty folder that lives as long as the pod.</summary>
public sealed record EmptyDirVolumeSource
{
    /// <summary>Memory keeps the files in memory. By default they are on the node's disk.</summary>
    [Values(typeof(StorageMedium))]
    public string Medium { get; init => field = value ?? ""; } = "";

    /// <summary>The most that may be stored.</summary>
    public Quantity? SizeLimit { get; init; }
}

/// <summary>The entries of a Secret as files.</summary>
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

/// <summary>The entries of a Secret as files.</summary>
public sealed record SecretProjection
{
    /// <summary>Name of the Secret.</summary>
    [Default("")]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Which entries become files, and where. Empty: all, under their own names.</summary>
    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    /// <summary>Whether the pod starts when the Secret or an entry is missing.</summary>
    public bool? Optional { get; init; }
}

/// <summary>The entries of a ConfigMap as files.</summary>
public sealed record ConfigMapVolumeSource
{
    /// <summary>The name of the ConfigMap.</summary>
    [Default("")]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The entries to show, and under which paths. All by default.</summary>
    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    /// <summary>The permissions of the files. 0644 by default.</summary>
    public int? DefaultMode { get; init; }

    /// <summary>Whether it may be missing.</summary>
    public bool? Optional { get; init; }
}

/// <summary>The entries of a ConfigMap as files.</summary>
public sealed record ConfigMapProjection
{
    /// <summary>Name of the ConfigMap.</summary>
    [Default("")]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Which entries become files, and where. Empty: all, under their own names.</summary>
    [Atomic]
    public IReadOnlyList<KeyToPath> Items { get; init => field = value ?? []; } = [];

    /// <summary>Whether the pod starts when the ConfigMap or an entry is missing.</summary>
    public bool? Optional { get; init; }
}

/// <summary>A token of the pod's service account as a file. It is renewed before it ends.</summary>
public sealed record ServiceAccountTokenProjection
{
    /// <summary>To whom the token may be shown. Empty: the API server.</summary>
    public string Audience { get; init => field = value ?? ""; } = "";

    /// <summary>How long the token shall be valid, in seconds, at least 600. Default 3600.</summary>
    public long? ExpirationSeconds { get; init; }

    /// <summary>Path of the file in the volume.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";
}

/// <summary>Trust anchors as a file.</summary>
public sealed record ClusterTrustBundleProjection
{
    /// <summary>Name of the bundle. Not together with signerName.</summary>
    public string? Name { get; init; }

    /// <summary>The signer whose bundles are meant. Not together with name.</summary>
    public string? SignerName { get; init; }

    /// <summary>Labels of the bundles. Only with signerName.</summary>
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>Whether the pod starts when there is no such bundle.</summary>
    public bool? Optional { get; init; }

    /// <summary>Path of the file in the volume.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";
}

/// <summary>Several sources in one folder.</summary>
public sealed record ProjectedVolumeSource
{
    /// <summary>The sources that appear together.</summary>
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<VolumeProjection> Sources { get; init => field = value ?? []; } = [];

    /// <summary>The permissions of the files. 0644 by default.</summary>
    public int? DefaultMode { get; init; }
}

/// <summary>One of the sources in a projected volume. Exactly one of the members.</summary>
public sealed record VolumeProjection
{
    /// <summary>The entries of a Secret.</summary>
    public SecretProjection? Secret { get; init; }

    /// <summary>Facts about the pod.</summary>
    public DownwardAPIProjection? DownwardAPI { get; init; }

    /// <summary>The entries of a ConfigMap.</summary>
    public ConfigMapProjection? ConfigMap { get; init; }

    /// <summary>A token of the pod's service account.</summary>
    public ServiceAccountTokenProjection? ServiceAccountToken { get; init; }

    /// <summary>Trust anchors.</summary>
    public ClusterTrustBundleProjection? ClusterTrustBundle { get; init; }
}

/// <summary>An entry as a file.</summary>
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

/// <summary>A volume that a CSI driver makes for the pod.</summary>
public sealed record CSIVolumeSource
{
    /// <summary>Name of the driver.</summary>
    [AlwaysWritten]
    public string Driver { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is mounted read-only.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>The file system of the volume. Empty: the driver's choice.</summary>
    public string? FsType { get; init; }

    /// <summary>What the driver is told.</summary>
    public IReadOnlyDictionary<string, string> VolumeAttributes { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>The Secret that the driver is given when it mounts the volume.</summary>
    public LocalObjectReference? NodePublishSecretRef { get; init; }
}

/// <summary>A claim that is made for the pod and goes with it.</summary>
public sealed record EphemeralVolumeSource
{
    /// <summary>The claim. Its name is the pod's and the volume's with a dash between them.</summary>
    public PersistentVolumeClaimTemplate? VolumeClaimTemplate { get; init; }
}

/// <summary>Facts about the pod as files.</summary>
public sealed record DownwardAPIVolumeSource
{
    /// <summary>The files.</summary>
    [Atomic]
    public IReadOnlyList<DownwardAPIVolumeFile> Items { get; init => field = value ?? []; } = [];

    /// <summary>Permissions of the files that name none, from 0 to 0777. Default 0644.</summary>
    public int? DefaultMode { get; init; }
}

/// <summary>A fact about the pod as a file.</summary>
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

/// <summary>Facts about the pod as files.</summary>
public sealed record DownwardAPIProjection
{
    /// <summary>The files.</summary>
    [Atomic]
    public IReadOnlyList<DownwardAPIVolumeFile> Items { get; init => field = value ?? []; } = [];
}

/// <summary>The files of an image.</summary>
public sealed record ImageVolumeSource
{
    /// <summary>The image.</summary>
    public string Reference { get; init => field = value ?? ""; } = "";

    /// <summary>When the image is pulled: Always, Never or IfNotPresent. Default: Always for the tag latest, else IfNotPresent.</summary>
    [Values(typeof(PullPolicy))]
    public string PullPolicy { get; init => field = value ?? ""; } = "";
}
