using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

[KubeKind("storage.k8s.io/v1", "CSINode")]
public sealed record CSINode : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public CSINodeSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record CSINodeSpec
{
    [AlwaysWritten] [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<CSINodeDriver> Drivers { get; init => field = value ?? []; } = [];
}

public sealed record CSINodeDriver
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string NodeID { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Atomic] [Optional]
    public IReadOnlyList<string> TopologyKeys { get; init => field = value ?? []; } = [];

    public VolumeNodeResources? Allocatable { get; init; }
}
