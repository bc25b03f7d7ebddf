using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>A space of names, which can be emptied as a whole.</summary>
[KubeKind("v1", "Namespace")]
public sealed record Namespace : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public NamespaceSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public NamespaceStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>What must be done before the namespace goes.</summary>
public sealed record NamespaceSpec
{
    /// <summary>Who must finish something before the namespace may disappear.</summary>
    [Atomic]
    public IReadOnlyList<string> Finalizers { get; init => field = value ?? []; } = [];
}

/// <summary>Whether the namespace is in use or ends.</summary>
public sealed record NamespaceStatus
{
    /// <summary>Active, or Terminating while it is being emptied.</summary>
    [Values(typeof(NamespacePhase))]
    public string Phase { get; init => field = value ?? ""; } = "";

    /// <summary>What keeps the namespace from being emptied.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<NamespaceCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the namespace's state at a time.</summary>
public sealed record NamespaceCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(NamespaceConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
