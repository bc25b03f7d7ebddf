using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Batch;

[KubeKind("batch/v1", "Job")]
public sealed record Job : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public JobSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public JobStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record PodFailurePolicyOnExitCodesRequirement
{
    public string? ContainerName { get; init; }

    [AlwaysWritten] [Values(typeof(PodFailurePolicyOnExitCodesOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [ListSet]
    public IReadOnlyList<int> Values { get; init => field = value ?? []; } = [];
}

public sealed record PodFailurePolicyOnPodConditionsPattern
{
    [AlwaysWritten] [Values(typeof(PodConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";
}

public sealed record PodFailurePolicyRule
{
    [AlwaysWritten] [Values(typeof(PodFailurePolicyAction))]
    public string Action { get; init => field = value ?? ""; } = "";

    public PodFailurePolicyOnExitCodesRequirement? OnExitCodes { get; init; }

    [Atomic]
    public IReadOnlyList<PodFailurePolicyOnPodConditionsPattern> OnPodConditions { get; init => field = value ?? []; } = [];
}

public sealed record PodFailurePolicy
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<PodFailurePolicyRule> Rules { get; init => field = value ?? []; } = [];
}

public sealed record SuccessPolicy
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<SuccessPolicyRule> Rules { get; init => field = value ?? []; } = [];
}

public sealed record SuccessPolicyRule
{
    public string? SucceededIndexes { get; init; }

    public int? SucceededCount { get; init; }
}

public sealed record JobSpec
{
    public int? Parallelism { get; init; }

    public int? Completions { get; init; }

    public long? ActiveDeadlineSeconds { get; init; }

    public PodFailurePolicy? PodFailurePolicy { get; init; }

    public SuccessPolicy? SuccessPolicy { get; init; }

    public int? BackoffLimit { get; init; }

    public int? BackoffLimitPerIndex { get; init; }

    public int? MaxFailedIndexes { get; init; }

    public LabelSelector? Selector { get; init; }

    public bool? ManualSelector { get; init; }

    [AlwaysWritten]
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();

    public int? TtlSecondsAfterFinished { get; init; }

    [Values(typeof(CompletionMode))]
    public string? CompletionMode { get; init; }

    public bool? Suspend { get; init; }

    [Values(typeof(PodReplacementPolicy))]
    public string? PodReplacementPolicy { get; init; }

    public string? ManagedBy { get; init; }
}

public sealed record JobStatus
{
    [Atomic] [PatchMerge("type")]
    public IReadOnlyList<JobCondition> Conditions { get; init => field = value ?? []; } = [];

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? CompletionTime { get; init; }

    public int Active { get; init; }

    public int Succeeded { get; init; }

    public int Failed { get; init; }

    public int? Terminating { get; init; }

    public string CompletedIndexes { get; init => field = value ?? ""; } = "";

    public string? FailedIndexes { get; init; }

    public UncountedTerminatedPods? UncountedTerminatedPods { get; init; }

    public int? Ready { get; init; }
}

public sealed record UncountedTerminatedPods
{
    [ListSet]
    public IReadOnlyList<string> Succeeded { get; init => field = value ?? []; } = [];

    [ListSet]
    public IReadOnlyList<string> Failed { get; init => field = value ?? []; } = [];
}

public sealed record JobCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(JobConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When it was last checked.</summary>
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

public sealed record JobTemplateSpec
{
    /// <summary>Name, labels, owners and everything else that all objects have.</summary>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>The state that is wanted.</summary>
    public JobSpec Spec { get; init => field = value ?? new(); } = new();
}
