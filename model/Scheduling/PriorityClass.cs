using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Scheduling;

[KubeKind("scheduling.k8s.io/v1", "PriorityClass")]
public sealed record PriorityClass : KubeObject
{
    [AlwaysWritten]
    public int Value { get; init; }

    public bool GlobalDefault { get; init; }

    public string Description { get; init => field = value ?? ""; } = "";

    [Values(typeof(PreemptionPolicy))]
    public string? PreemptionPolicy { get; init; }
}
