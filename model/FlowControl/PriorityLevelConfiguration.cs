using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.FlowControl;

/// <summary>A level of requests with seats of its own.</summary>
[KubeKind("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration")]
public sealed record PriorityLevelConfiguration : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public PriorityLevelConfigurationSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public PriorityLevelConfigurationStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>Names a priority level.</summary>
public sealed record PriorityLevelConfigurationReference
{
    /// <summary>Name of the level.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>Whether requests wait, and how many seats they have.</summary>
[Union("type")]
public sealed record PriorityLevelConfigurationSpec
{
    [AlwaysWritten] [Values(typeof(PriorityLevelEnablement))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The level's seats and queues, where the type is Limited.</summary>
    public LimitedPriorityLevelConfiguration? Limited { get; init; }

    /// <summary>The level's seats, where the type is Exempt.</summary>
    public ExemptPriorityLevelConfiguration? Exempt { get; init; }
}

/// <summary>A level whose requests share a number of seats.</summary>
public sealed record LimitedPriorityLevelConfiguration
{
    /// <summary>Its share of the server's seats, beside those of the other levels. Default 30.</summary>
    [AlwaysWritten] [Optional]
    public int? NominalConcurrencyShares { get; init; }

    /// <summary>What becomes of requests that find no free seat.</summary>
    public LimitResponse LimitResponse { get; init => field = value ?? new(); } = new();

    /// <summary>How much of its seats other levels may borrow, in percent. Default 0.</summary>
    public int? LendablePercent { get; init; }

    /// <summary>How much it may borrow from other levels, in percent of its own seats. None: without limit.</summary>
    public int? BorrowingLimitPercent { get; init; }
}

/// <summary>A level whose requests never wait.</summary>
public sealed record ExemptPriorityLevelConfiguration
{
    /// <summary>Its share of the server's seats, from which others may borrow. Default 0.</summary>
    public int? NominalConcurrencyShares { get; init; }

    /// <summary>How much of its seats others may borrow, in percent. Default 0.</summary>
    public int? LendablePercent { get; init; }
}

/// <summary>What becomes of requests that find no free seat.</summary>
[Union("type")]
public sealed record LimitResponse
{
    [AlwaysWritten] [Values(typeof(LimitResponseType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>How they wait, where the type is Queue.</summary>
    public QueuingConfiguration? Queuing { get; init; }
}

/// <summary>How requests wait.</summary>
public sealed record QueuingConfiguration
{
    /// <summary>How many queues there are. Default 64.</summary>
    [AlwaysWritten] [Optional]
    public int Queues { get; init; }

    /// <summary>From how many queues a flow picks the shortest. Default 8.</summary>
    [AlwaysWritten] [Optional]
    public int HandSize { get; init; }

    /// <summary>How many requests may wait in a queue. Default 50.</summary>
    [AlwaysWritten] [Optional]
    public int QueueLengthLimit { get; init; }
}

/// <summary>What was found about the level.</summary>
public sealed record PriorityLevelConfigurationStatus
{
    /// <summary>What was last observed of the level.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<PriorityLevelConfigurationCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the level's state at a time.</summary>
public sealed record PriorityLevelConfigurationCondition
{
    /// <summary>What the condition is about.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [Values(typeof(FlowControl.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}
