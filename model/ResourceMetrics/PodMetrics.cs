using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.ResourceMetrics;

/// <summary>What the containers of a pod use, measured over a window of time.</summary>
[KubeKind("metrics.k8s.io/v1beta1", "PodMetrics")]
public sealed record PodMetrics : KubeObject
{
    /// <summary>The end of the window.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>How long the window is, as <c>15s</c>.</summary>
    [AlwaysWritten]
    public string Window { get; init => field = value ?? ""; } = "";

    /// <summary>What each container uses.</summary>
    [AlwaysWritten]
    public IReadOnlyList<ContainerMetrics> Containers { get; init => field = value ?? []; } = [];
}

/// <summary>What a container uses.</summary>
public sealed record ContainerMetrics
{
    /// <summary>Name of the container.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Processor and memory.</summary>
    [AlwaysWritten]
    public IReadOnlyDictionary<string, Quantity> Usage { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;
}
