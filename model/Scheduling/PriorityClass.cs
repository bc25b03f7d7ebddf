using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Scheduling;

/// <summary>A name for a priority. Pods of higher priority are placed first, and may displace others.</summary>
[KubeKind("scheduling.k8s.io/v1", "PriorityClass")]
public sealed record PriorityClass : KubeObject
{
    /// <summary>The priority. It cannot be changed.</summary>
    [AlwaysWritten]
    public int Value { get; init; }

    /// <summary>Whether pods without a class have this one. Only one class should.</summary>
    public bool GlobalDefault { get; init; }

    /// <summary>When the class should be used.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>PreemptLowerPriority (the default): its pods may displace others. Never: they only go before others in the queue. It cannot be changed.</summary>
    [Values(typeof(PreemptionPolicy))]
    public string? PreemptionPolicy { get; init; }
}
