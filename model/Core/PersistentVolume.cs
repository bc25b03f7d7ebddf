using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>A piece of storage in the cluster.</summary>
[KubeKind("v1", "PersistentVolume")]
public sealed record PersistentVolume : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public PersistentVolumeSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
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
    /// <summary>How much it can hold.</summary>
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

    /// <summary>How many nodes may use it at once, and whether to write.</summary>
    [Atomic] [Values(typeof(PersistentVolumeAccessMode))]
    public IReadOnlyList<string> AccessModes { get; init => field = value ?? []; } = [];

    /// <summary>The claim that it is bound to.</summary>
    public ObjectReference? ClaimRef { get; init; }

    /// <summary>What happens to it when its claim goes.</summary>
    [Values(typeof(PersistentVolumeReclaimPolicy))]
    public string PersistentVolumeReclaimPolicy { get; init => field = value ?? ""; } = "";

    /// <summary>The class it belongs to.</summary>
    public string StorageClassName { get; init => field = value ?? ""; } = "";

    /// <summary>Options for mounting it.</summary>
    [Atomic]
    public IReadOnlyList<string> MountOptions { get; init => field = value ?? []; } = [];

    /// <summary>Files, or a block device.</summary>
    [Values(typeof(PersistentVolumeMode))]
    public string? VolumeMode { get; init; }

    /// <summary>The nodes from which it can be reached.</summary>
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
    /// <summary>The name of the Secret.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The namespace of the Secret.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";
}

public sealed record LocalVolumeSource
{
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    public string? FsType { get; init; }
}
