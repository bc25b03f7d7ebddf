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

/// <summary>Where the storage is, and who may use it.</summary>
public sealed record PersistentVolumeSpec
{
    /// <summary>How much it can hold.</summary>
    public IReadOnlyDictionary<string, Quantity> Capacity { get; init => field = ResourceAmounts.Of(value); } = EmptyMap<Quantity>.Value;

    /// <summary>A disk of Google Compute Engine.</summary>
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    /// <summary>A disk of AWS.</summary>
    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    /// <summary>A file or folder of the node. For trials on one machine.</summary>
    public HostPathVolumeSource? HostPath { get; init; }

    /// <summary>A volume of Glusterfs.</summary>
    public GlusterfsPersistentVolumeSource? Glusterfs { get; init; }

    /// <summary>A folder that a server shares by NFS.</summary>
    public NFSVolumeSource? Nfs { get; init; }

    /// <summary>A block device of Ceph.</summary>
    public RBDPersistentVolumeSource? Rbd { get; init; }

    /// <summary>A disk by iSCSI.</summary>
    public ISCSIPersistentVolumeSource? Iscsi { get; init; }

    /// <summary>A volume of OpenStack Cinder.</summary>
    public CinderPersistentVolumeSource? Cinder { get; init; }

    /// <summary>A CephFS file system.</summary>
    public CephFSPersistentVolumeSource? Cephfs { get; init; }

    /// <summary>A disk by Fibre Channel.</summary>
    public FCVolumeSource? Fc { get; init; }

    /// <summary>A dataset of Flocker.</summary>
    public FlockerVolumeSource? Flocker { get; init; }

    /// <summary>A volume of a FlexVolume driver.</summary>
    public FlexPersistentVolumeSource? FlexVolume { get; init; }

    /// <summary>A file share of Azure.</summary>
    public AzureFilePersistentVolumeSource? AzureFile { get; init; }

    /// <summary>A disk of vSphere.</summary>
    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    /// <summary>A volume of Quobyte.</summary>
    public QuobyteVolumeSource? Quobyte { get; init; }

    /// <summary>A disk of Azure.</summary>
    public AzureDiskVolumeSource? AzureDisk { get; init; }

    /// <summary>A disk of a Photon controller.</summary>
    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    /// <summary>A volume of Portworx.</summary>
    public PortworxVolumeSource? PortworxVolume { get; init; }

    /// <summary>A volume of ScaleIO.</summary>
    public ScaleIOPersistentVolumeSource? ScaleIO { get; init; }

    /// <summary>A folder or a disk of one node.</summary>
    public LocalVolumeSource? Local { get; init; }

    /// <summary>A volume of StorageOS.</summary>
    public StorageOSPersistentVolumeSource? Storageos { get; init; }

    /// <summary>A volume of a CSI driver.</summary>
    public CSIPersistentVolumeSource? Csi { get; init; }

    /// <summary>How many nodes may use it at once, and whether to write.</summary>
    [Atomic] [Values(typeof(PersistentVolumeAccessMode))]
    public IReadOnlyList<string> AccessModes { get; init => field = value ?? []; } = [];

    /// <summary>The claim that it is bound to.</summary>
    [Granular]
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

    /// <summary>The class of attributes that the volume has.</summary>
    public string? VolumeAttributesClassName { get; init; }
}

/// <summary>From which nodes a volume can be reached.</summary>
public sealed record VolumeNodeAffinity
{
    /// <summary>The nodes.</summary>
    public NodeSelector? Required { get; init; }
}

/// <summary>What is made of the volume.</summary>
public sealed record PersistentVolumeStatus
{
    /// <summary>Available, Bound, Released or Failed.</summary>
    [Values(typeof(PersistentVolumePhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    /// <summary>Why it is in this phase, for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Why it is in this phase, in one word.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>When the phase last changed.</summary>
    public DateTimeOffset? LastPhaseTransitionTime { get; init; }
}

/// <summary>A Secret of any namespace.</summary>
[Atomic]
public sealed record SecretReference
{
    /// <summary>The name of the Secret.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The namespace of the Secret.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";
}

/// <summary>A folder or a disk of one node.</summary>
public sealed record LocalVolumeSource
{
    /// <summary>Path of the folder or device on the node.</summary>
    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>The file system, where path is a device.</summary>
    public string? FsType { get; init; }
}
