using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "Namespace")]
public sealed record Namespace : KubeObject
{
    public NamespaceSpec Spec { get; init => field = value ?? new(); } = new();

    public NamespaceStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record NamespaceSpec
{
    [Atomic]
    public IReadOnlyList<string> Finalizers { get; init => field = value ?? []; } = [];
}

public sealed record NamespaceStatus
{
    [Values(typeof(NamespacePhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<NamespaceCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record NamespaceCondition
{
    [AlwaysWritten] [Values(typeof(NamespaceConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}
