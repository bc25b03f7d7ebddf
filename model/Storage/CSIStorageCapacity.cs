using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

[KubeKind("storage.k8s.io/v1", "CSIStorageCapacity")]
public sealed record CSIStorageCapacity : KubeObject
{
    public LabelSelector? NodeTopology { get; init; }

    [AlwaysWritten]
    public string StorageClassName { get; init => field = value ?? ""; } = "";

    public Quantity? Capacity { get; init; }

    public Quantity? MaximumVolumeSize { get; init; }
}
