using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

/// <summary>How much room a driver has, for a storage class and a part of the cluster.</summary>
[KubeKind("storage.k8s.io/v1", "CSIStorageCapacity")]
public sealed record CSIStorageCapacity : KubeObject
{
    /// <summary>The nodes that can reach it. None: no node. It cannot be changed.</summary>
    public LabelSelector? NodeTopology { get; init; }

    /// <summary>Name of the storage class. It cannot be changed.</summary>
    [AlwaysWritten]
    public string StorageClassName { get; init => field = value ?? ""; } = "";

    /// <summary>The room that is left.</summary>
    public Quantity? Capacity { get; init; }

    /// <summary>The largest volume that could be made.</summary>
    public Quantity? MaximumVolumeSize { get; init; }
}
