using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.NodeApi;

[KubeKind("node.k8s.io/v1", "RuntimeClass")]
public sealed record RuntimeClass : KubeObject
{
    [AlwaysWritten]
    public string Handler { get; init => field = value ?? ""; } = "";

    public Overhead? Overhead { get; init; }

    public Scheduling? Scheduling { get; init; }
}

public sealed record Overhead
{
    public IReadOnlyDictionary<string, Quantity> PodFixed { get; init => field = value ?? EmptyMap<Quantity>.Value; } = EmptyMap<Quantity>.Value;
}

public sealed record Scheduling
{
    [Atomic]
    public IReadOnlyDictionary<string, string> NodeSelector { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    [Atomic]
    public IReadOnlyList<Toleration> Tolerations { get; init => field = value ?? []; } = [];
}
