using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "PersistentVolume")]
public sealed record PersistentVolume : KubeObject
{
    public PersistentVolumeSpec Spec { get; init => field = value ?? new(); } = new();

    public PersistentVolumeStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record PersistentVolumeSource
{
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    public HostPathVolumeSource? HostPath { get; init; }

    public GlusterfsPersistentVolumeSource? Glusterfs { get; init; }

    public NFSVolumeSource? Nfs { get; init; }

    public RBDPersistentVolumeSource? Rbd { get; init; }

    public ISCSIPersistentVolumeSource? Iscsi { get; init; }

    public CinderPersistentVolumeSource? Cinder { get; init; }

    public CephFSPersistentVolumeSource? Cephfs { get; init; }

    public FCVolumeSource? Fc { get; init; }

    public FlockerVolumeSource? Flocker { get; init; }

    public FlexPersistentVolumeSource? FlexVolume { get; init; }

    public AzureFilePersistentVolumeSource? AzureFile { get; init; }

    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    public QuobyteVolumeSource? Quobyte { get; init; }

    public AzureDiskVolumeSource? AzureDisk { get; init; }

    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    public PortworxVolumeSource? PortworxVolume { get; init; }

    public ScaleIOPersistentVolumeSource? ScaleIO { get; init; }

    public LocalVolumeSource? Local { get; init; }

    public StorageOSPersistentVolumeSource? Storageos { get; init; }

    public CSIPersistentVolumeSource? Csi { get; init; }
}

public sealed record PersistentVolumeSpec
{
    public IReadOnlyDictionary<string, Quantity> Capacity { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;

    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    public HostPathVolumeSource? HostPath { get; init; }

    public GlusterfsPersistentVolumeSource? Glusterfs { get; init; }

    public NFSVolumeSource? Nfs { get; init; }

    public RBDPersistentVolumeSource? Rbd { get; init; }

    public ISCSIPersistentVolumeSource? Iscsi { get; init; }

    public CinderPersistentVolumeSource? Cinder { get; init; }

    public CephFSPersistentVolumeSource? Cephfs { get; init; }

    public FCVolumeSource? Fc { get; init; }

    public FlockerVolumeSource? Flocker { get; init; }

    public FlexPersistentVolumeSource? FlexVolume { get; init; }

    public AzureFilePersistentVolumeSource? AzureFile { get; init; }

    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    public QuobyteVolumeSource? Quobyte { get; init; }

    public AzureDiskVolumeSource? AzureDisk { get; init; }

    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    public PortworxVolumeSource? PortworxVolume { get; init; }

    public ScaleIOPersistentVolumeSource? ScaleIO { get; init; }

    public LocalVolumeSource? Local { get; init; }

    public StorageOSPersistentVolumeSource? Storageos { get; init; }

    public CSIPersistentVolumeSource? Csi { get; init; }

    [Atomic] [Values(typeof(PersistentVolumeAccessMode))]
    public IReadOnlyList<string> AccessModes { get; init => field = value ?? []; } = [];

    public ObjectReference? ClaimRef { get; init; }

    [Values(typeof(PersistentVolumeReclaimPolicy))]
    public string PersistentVolumeReclaimPolicy { get; init => field = value ?? ""; } = "";

    public string StorageClassName { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> MountOptions { get; init => field = value ?? []; } = [];

    [Values(typeof(PersistentVolumeMode))]
    public string? VolumeMode { get; init; }

    public VolumeNodeAffinity? NodeAffinity { get; init; }

    public string? VolumeAttributesClassName { get; init; }
}

public sealed record VolumeNodeAffinity
{
    public NodeSelector? Required { get; init; }
}

public sealed record PersistentVolumeStatus
{
    [Values(typeof(PersistentVolumePhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public string Reason { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastPhaseTransitionTime { get; init; }
}

[Atomic]
public sealed record SecretReference
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";
}

public sealed record LocalVolumeSource
{
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    public string? FsType { get; init; }
}
