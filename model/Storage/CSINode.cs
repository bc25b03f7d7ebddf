using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

/// <summary>The CSI drivers of a node.</summary>
[KubeKind("storage.k8s.io/v1", "CSINode")]
public sealed record CSINode : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public CSINodeSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>The drivers of the node.</summary>
public sealed record CSINodeSpec
{
    /// <summary>The drivers. Their order means nothing.</summary>
    [AlwaysWritten] [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<CSINodeDriver> Drivers { get; init => field = value ?? []; } = [];
}

/// <summary>A driver on a node.</summary>
public sealed record CSINodeDriver
{
    /// <summary>Name of the driver.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The driver's own name for the node.</summary>
    [AlwaysWritten]
    public string NodeID { get; init => field = value ?? ""; } = "";

    /// <summary>The node's labels that say where volumes can be reached from.</summary>
    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<string> TopologyKeys { get; init => field = value ?? []; } = [];

    /// <summary>How many volumes the node can have.</summary>
    public VolumeNodeResources? Allocatable { get; init; }
}
