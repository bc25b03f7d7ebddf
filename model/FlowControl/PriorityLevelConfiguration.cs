using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.FlowControl;

[KubeKind("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration")]
public sealed record PriorityLevelConfiguration : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public PriorityLevelConfigurationSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public PriorityLevelConfigurationStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record PriorityLevelConfigurationReference
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

public sealed record PriorityLevelConfigurationSpec
{
    [AlwaysWritten] [Values(typeof(PriorityLevelEnablement))]
    public string Type { get; init => field = value ?? ""; } = "";

    public LimitedPriorityLevelConfiguration? Limited { get; init; }

    public ExemptPriorityLevelConfiguration? Exempt { get; init; }
}

public sealed record LimitedPriorityLevelConfiguration
{
    [AlwaysWritten] [Optional]
    public int? NominalConcurrencyShares { get; init; }

    public LimitResponse LimitResponse { get; init => field = value ?? new(); } = new();

    public int? LendablePercent { get; init; }

    public int? BorrowingLimitPercent { get; init; }
}

public sealed record ExemptPriorityLevelConfiguration
{
    public int? NominalConcurrencyShares { get; init; }

    public int? LendablePercent { get; init; }
}

public sealed record LimitResponse
{
    [AlwaysWritten] [Values(typeof(LimitResponseType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public QueuingConfiguration? Queuing { get; init; }
}

public sealed record QueuingConfiguration
{
    [AlwaysWritten] [Optional]
    public int Queues { get; init; }

    [AlwaysWritten] [Optional]
    public int HandSize { get; init; }

    [AlwaysWritten] [Optional]
    public int QueueLengthLimit { get; init; }
}

public sealed record PriorityLevelConfigurationStatus
{
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<PriorityLevelConfigurationCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record PriorityLevelConfigurationCondition
{
    /// <summary>What the condition is about.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [Values(typeof(FlowControl.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
