using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Policy;

[KubeKind("policy/v1", "PodDisruptionBudget")]
public sealed record PodDisruptionBudget : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public PodDisruptionBudgetSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public PodDisruptionBudgetStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record PodDisruptionBudgetSpec
{
    public IntOrString? MinAvailable { get; init; }

    public LabelSelector? Selector { get; init; }

    public IntOrString? MaxUnavailable { get; init; }

    [Values(typeof(UnhealthyPodEvictionPolicyType))]
    public string? UnhealthyPodEvictionPolicy { get; init; }
}

public sealed record PodDisruptionBudgetStatus
{
    public long ObservedGeneration { get; init; }

    public IReadOnlyDictionary<string, DateTimeOffset> DisruptedPods { get; init => field = value ?? EmptyMap<DateTimeOffset>.Value; } = EmptyMap<DateTimeOffset>.Value;

    [AlwaysWritten]
    public int DisruptionsAllowed { get; init; }

    [AlwaysWritten]
    public int CurrentHealthy { get; init; }

    [AlwaysWritten]
    public int DesiredHealthy { get; init; }

    [AlwaysWritten]
    public int ExpectedPods { get; init; }

    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<Condition> Conditions { get; init => field = value ?? []; } = [];
}
