using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

/// <summary>A kind of storage, and how volumes of it are made.</summary>
[KubeKind("storage.k8s.io/v1", "StorageClass")]
public sealed record StorageClass : KubeObject
{
    /// <summary>Who makes the volumes. It cannot be changed.</summary>
    [AlwaysWritten]
    public string Provisioner { get; init => field = value ?? ""; } = "";

    /// <summary>What the provisioner is told. It cannot be changed.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>What becomes of a volume whose claim is gone: Delete (the default) or Retain.</summary>
    [Values(typeof(PersistentVolumeReclaimPolicy))]
    public string? ReclaimPolicy { get; init; }

    /// <summary>Options with which volumes are mounted.</summary>
    [Atomic]
    public IReadOnlyList<string> MountOptions { get; init => field = value ?? []; } = [];

    /// <summary>Whether claims may ask for more later.</summary>
    public bool? AllowVolumeExpansion { get; init; }

    /// <summary>Immediate (the default): a volume is made with the claim. WaitForFirstConsumer: once a pod that uses the claim is placed.</summary>
    [Values(typeof(VolumeBindingMode))]
    public string? VolumeBindingMode { get; init; }

    /// <summary>The parts of the cluster where volumes may be made. Empty: all.</summary>
    [Atomic]
    public IReadOnlyList<TopologySelectorTerm> AllowedTopologies { get; init => field = value ?? []; } = [];
}
