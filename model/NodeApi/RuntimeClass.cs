using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.NodeApi;

/// <summary>A way to run containers, for pods that name it.</summary>
[KubeKind("node.k8s.io/v1", "RuntimeClass")]
public sealed record RuntimeClass : KubeObject
{
    /// <summary>The name under which the nodes' container runtime knows it. It cannot be changed.</summary>
    [AlwaysWritten]
    public string Handler { get; init => field = value ?? ""; } = "";

    /// <summary>What a pod of the class needs beside its containers.</summary>
    public Overhead? Overhead { get; init; }

    /// <summary>The nodes that have it. None: all.</summary>
    public Scheduling? Scheduling { get; init; }
}

/// <summary>What a pod of the class needs beside its containers.</summary>
public sealed record Overhead
{
    /// <summary>The resources.</summary>
    public IReadOnlyDictionary<string, Quantity> PodFixed { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;
}

/// <summary>The nodes that have a runtime.</summary>
public sealed record Scheduling
{
    /// <summary>Labels of these nodes. They are added to the pod's own selector.</summary>
    [Atomic]
    public IReadOnlyDictionary<string, string> NodeSelector { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>Tolerations that are added to the pod's own.</summary>
    [Atomic]
    public IReadOnlyList<Toleration> Tolerations { get; init => field = value ?? []; } = [];
}
