using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Batch;

[KubeKind("batch/v1", "CronJob")]
public sealed record CronJob : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public CronJobSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public CronJobStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record CronJobSpec
{
    [AlwaysWritten]
    public string Schedule { get; init => field = value ?? ""; } = "";

    public string? TimeZone { get; init; }

    public long? StartingDeadlineSeconds { get; init; }

    [Values(typeof(ConcurrencyPolicy))]
    public string ConcurrencyPolicy { get; init => field = value ?? ""; } = "";

    public bool? Suspend { get; init; }

    [AlwaysWritten]
    public JobTemplateSpec JobTemplate { get; init => field = value ?? new(); } = new();

    public int? SuccessfulJobsHistoryLimit { get; init; }

    public int? FailedJobsHistoryLimit { get; init; }
}

public sealed record CronJobStatus
{
    [Atomic]
    public IReadOnlyList<ObjectReference> Active { get; init => field = value ?? []; } = [];

    public DateTimeOffset? LastScheduleTime { get; init; }

    public DateTimeOffset? LastSuccessfulTime { get; init; }
}
