using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

[KubeKind("storage.k8s.io/v1", "StorageClass")]
public sealed record StorageClass : KubeObject
{
    [AlwaysWritten]
    public string Provisioner { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string> Parameters { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    [Values(typeof(PersistentVolumeReclaimPolicy))]
    public string? ReclaimPolicy { get; init; }

    [Atomic]
    public IReadOnlyList<string> MountOptions { get; init => field = value ?? []; } = [];

    public bool? AllowVolumeExpansion { get; init; }

    [Values(typeof(VolumeBindingMode))]
    public string? VolumeBindingMode { get; init; }

    [Atomic]
    public IReadOnlyList<TopologySelectorTerm> AllowedTopologies { get; init => field = value ?? []; } = [];
}
