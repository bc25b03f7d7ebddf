using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Batch;

/// <summary>Runs pods until enough of them ended well.</summary>
[KubeKind("batch/v1", "Job")]
public sealed record Job : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public JobSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public JobStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>Exit codes of a pod's containers.</summary>
public sealed record PodFailurePolicyOnExitCodesRequirement
{
    /// <summary>The container whose exit code is meant. None: any container, init containers too.</summary>
    public string? ContainerName { get; init; }

    /// <summary>In: the rule fits where the code is among the values. NotIn: where it is not.</summary>
    [AlwaysWritten] [Values(typeof(PodFailurePolicyOnExitCodesOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    /// <summary>The exit codes. At most 255, without repetition; In does not take 0.</summary>
    [AlwaysWritten] [ListSet]
    public IReadOnlyList<int> Values { get; init => field = value ?? []; } = [];
}

/// <summary>A condition that a failed pod has.</summary>
public sealed record PodFailurePolicyOnPodConditionsPattern
{
    [AlwaysWritten] [Values(typeof(PodConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";
}

/// <summary>One rule about failed pods: exit codes or conditions, and what follows.</summary>
public sealed record PodFailurePolicyRule
{
    /// <summary>What follows: FailJob ends the job, FailIndex ends the index, Ignore does not count the failure, Count counts it.</summary>
    [AlwaysWritten] [Values(typeof(PodFailurePolicyAction))]
    public string Action { get; init => field = value ?? ""; } = "";

    /// <summary>The exit codes for which the rule is meant.</summary>
    public PodFailurePolicyOnExitCodesRequirement? OnExitCodes { get; init; }

    /// <summary>The conditions of the pod for which the rule is meant; one is enough. At most 20.</summary>
    [Atomic]
    public IReadOnlyList<PodFailurePolicyOnPodConditionsPattern> OnPodConditions { get; init => field = value ?? []; } = [];
}

/// <summary>What a failed pod means for its job.</summary>
public sealed record PodFailurePolicy
{
    /// <summary>Rules in order: the first that fits decides. Where none fits, the failure counts toward backoffLimit. At most 20.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<PodFailurePolicyRule> Rules { get; init => field = value ?? []; } = [];
}

/// <summary>When an indexed job succeeds before all its indexes did.</summary>
public sealed record SuccessPolicy
{
    /// <summary>Rules in order: the first that is fulfilled ends the job well. At most 20.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<SuccessPolicyRule> Rules { get; init => field = value ?? []; } = [];
}

/// <summary>Indexes that are enough.</summary>
public sealed record SuccessPolicyRule
{
    /// <summary>The indexes that must have succeeded, as numbers and ranges: 1,3-5,7. None: any.</summary>
    public string? SucceededIndexes { get; init; }

    /// <summary>How many of these indexes must have succeeded. None: all.</summary>
    public int? SucceededCount { get; init; }
}

/// <summary>How many pods must end well, and what they run.</summary>
public sealed record JobSpec
{
    /// <summary>How many pods may run at the same time. Default 1.</summary>
    public int? Parallelism { get; init; }

    /// <summary>How many pods must end well. None: one success is enough, and pods are not started again after it.</summary>
    public int? Completions { get; init; }

    /// <summary>How many seconds the job may take from its start until its pods are ended and it has failed.</summary>
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>What a failed pod means, by its exit codes and conditions.</summary>
    public PodFailurePolicy? PodFailurePolicy { get; init; }

    /// <summary>Which indexes are enough for the job to succeed before all did. For indexed jobs.</summary>
    public SuccessPolicy? SuccessPolicy { get; init; }

    /// <summary>How often pods may fail before the job has failed. Default 6, and without limit where backoffLimitPerIndex is set.</summary>
    public int? BackoffLimit { get; init; }

    /// <summary>How often a pod of one index may fail before the index counts as failed. For indexed jobs.</summary>
    public int? BackoffLimitPerIndex { get; init; }

    /// <summary>How many indexes may fail before the job has failed. For indexed jobs with backoffLimitPerIndex.</summary>
    public int? MaxFailedIndexes { get; init; }

    /// <summary>The pods that belong to the job. The system sets it; to set it oneself, manualSelector is needed.</summary>
    public LabelSelector? Selector { get; init; }

    /// <summary>Whether the user chose the selector and the labels of the pods, and answers for their being unique.</summary>
    public bool? ManualSelector { get; init; }

    /// <summary>The pod that is run. Its restartPolicy must be Never or OnFailure.</summary>
    [AlwaysWritten]
    public PodTemplateSpec Template { get; init => field = value ?? new(); } = new();

    /// <summary>How many seconds after its end the job is deleted. None: never.</summary>
    public int? TtlSecondsAfterFinished { get; init; }

    /// <summary>Whether any pods count (NonIndexed, the default) or each of the indexes from 0 to completions - 1 must succeed once (Indexed).</summary>
    [Values(typeof(CompletionMode))]
    public string? CompletionMode { get; init; }

    /// <summary>While true the job has no pods; running pods are ended. Default false.</summary>
    public bool? Suspend { get; init; }

    /// <summary>When a pod that ends is replaced: as soon as it terminates or fails (TerminatingOrFailed), or once it has failed (Failed).</summary>
    [Values(typeof(PodReplacementPolicy))]
    public string? PodReplacementPolicy { get; init; }

    /// <summary>The controller that looks after the job, where it is not the built-in one: a domain and a path. Cannot be changed.</summary>
    public string? ManagedBy { get; init; }
}

/// <summary>How far the job is.</summary>
public sealed record JobStatus
{
    /// <summary>Whether the job is complete, failed or suspended.</summary>
    [Atomic] [PatchMerge("type")]
    public IReadOnlyList<JobCondition> Conditions { get; init => field = value ?? []; } = [];

    /// <summary>When the job was first looked at, or last resumed.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the job was complete. Only set where it succeeded.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>How many pods wait or run and are not ending.</summary>
    public int Active { get; init; }

    /// <summary>How many pods ended well. It never falls.</summary>
    public int Succeeded { get; init; }

    /// <summary>How many pods failed. It never falls.</summary>
    public int Failed { get; init; }

    /// <summary>How many pods are ending and have not yet failed or succeeded.</summary>
    public int? Terminating { get; init; }

    /// <summary>The indexes that succeeded, as numbers and ranges: 1,3-5,7. For indexed jobs.</summary>
    public string CompletedIndexes { get; init => field = value ?? ""; } = "";

    /// <summary>The indexes that failed for good, as numbers and ranges. For jobs with backoffLimitPerIndex.</summary>
    public string? FailedIndexes { get; init; }

    /// <summary>Pods that ended and are not yet in the counts.</summary>
    public UncountedTerminatedPods? UncountedTerminatedPods { get; init; }

    /// <summary>How many pods are ready.</summary>
    public int? Ready { get; init; }
}

/// <summary>Pods that ended and are not yet in the counts, by their UIDs.</summary>
public sealed record UncountedTerminatedPods
{
    /// <summary>UIDs of pods that ended well.</summary>
    [ListSet]
    public IReadOnlyList<string> Succeeded { get; init => field = value ?? []; } = [];

    /// <summary>UIDs of pods that failed.</summary>
    [ListSet]
    public IReadOnlyList<string> Failed { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the job's state at a time.</summary>
public sealed record JobCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(JobConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When it was last checked.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastProbeTime { get; init; }

    /// <summary>When the status last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Why it last changed, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

/// <summary>The job that a schedule makes.</summary>
public sealed record JobTemplateSpec
{
    /// <summary>Name, labels, owners and everything else that all objects have.</summary>
    [AlwaysWritten] [Optional]
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>The state that is wanted.</summary>
    public JobSpec Spec { get; init => field = value ?? new(); } = new();
}
