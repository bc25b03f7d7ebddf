using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Policy;

/// <summary>How many pods of a group must stay when pods are evicted.</summary>
[KubeKind("policy/v1", "PodDisruptionBudget")]
public sealed record PodDisruptionBudget : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public PodDisruptionBudgetSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public PodDisruptionBudgetStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The pods, and how many of them must stay.</summary>
public sealed record PodDisruptionBudgetSpec
{
    /// <summary>How many pods must be healthy after an eviction, as a number or a percentage. Not together with maxUnavailable.</summary>
    public IntOrString? MinAvailable { get; init; }

    /// <summary>The pods. Empty: all of the namespace.</summary>
    [PatchReplace]
    public LabelSelector? Selector { get; init; }

    /// <summary>How many pods may be missing after an eviction, as a number or a percentage. Not together with minAvailable.</summary>
    public IntOrString? MaxUnavailable { get; init; }

    /// <summary>Whether pods that run and are not ready may always be evicted (AlwaysAllow), or only while enough others are healthy (IfHealthyBudget, the default).</summary>
    [Values(typeof(UnhealthyPodEvictionPolicyType))]
    public string? UnhealthyPodEvictionPolicy { get; init; }
}

/// <summary>How many pods may be evicted now.</summary>
public sealed record PodDisruptionBudgetStatus
{
    /// <summary>The generation of the object that this status is about.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Pods whose eviction was allowed and is not yet seen, with the time of it.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> DisruptedPods { get; init => field = value ?? EmptyMap<DateTimeOffset>.Value; } = EmptyMap<DateTimeOffset>.Value;

    /// <summary>How many pods may be evicted now.</summary>
    [AlwaysWritten]
    public int DisruptionsAllowed { get; init; }

    /// <summary>How many pods are healthy.</summary>
    [AlwaysWritten]
    public int CurrentHealthy { get; init; }

    /// <summary>How many pods must be healthy.</summary>
    [AlwaysWritten]
    public int DesiredHealthy { get; init; }

    /// <summary>How many pods there should be.</summary>
    [AlwaysWritten]
    public int ExpectedPods { get; init; }

    /// <summary>What was last observed of the budget.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<Condition> Conditions { get; init => field = value ?? []; } = [];
}
