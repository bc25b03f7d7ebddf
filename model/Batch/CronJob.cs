using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Batch;

/// <summary>Starts jobs by a schedule.</summary>
[KubeKind("batch/v1", "CronJob")]
public sealed record CronJob : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public CronJobSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public CronJobStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>When jobs start, and what they are.</summary>
public sealed record CronJobSpec
{
    /// <summary>The times in cron's five fields (minute, hour, day of the month, month, day of the week), or a macro such as @hourly.</summary>
    [AlwaysWritten]
    public string Schedule { get; init => field = value ?? ""; } = "";

    /// <summary>The time zone of the schedule by its name in the tz database, such as Europe/Berlin. None: the control plane's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How many seconds late a job may start when its time was missed. Later than that, the time counts as missed. None: however late.</summary>
    public long? StartingDeadlineSeconds { get; init; }

    /// <summary>What happens at a time when the job before still runs: Allow (the default) starts another beside it, Forbid skips the time, Replace ends the old one.</summary>
    [Values(typeof(ConcurrencyPolicy))]
    public string ConcurrencyPolicy { get; init => field = value ?? ""; } = "";

    /// <summary>Starts no further jobs while true. Jobs that run are left alone. Default false.</summary>
    public bool? Suspend { get; init; }

    /// <summary>The job that is made at each time.</summary>
    [AlwaysWritten]
    public JobTemplateSpec JobTemplate { get; init => field = value ?? new(); } = new();

    /// <summary>How many successful jobs are kept. Default 3.</summary>
    public int? SuccessfulJobsHistoryLimit { get; init; }

    /// <summary>How many failed jobs are kept. Default 1.</summary>
    public int? FailedJobsHistoryLimit { get; init; }
}

/// <summary>What a schedule last started.</summary>
public sealed record CronJobStatus
{
    /// <summary>The jobs that run now.</summary>
    [Atomic]
    public IReadOnlyList<ObjectReference> Active { get; init => field = value ?? []; } = [];

    /// <summary>When a job was last started.</summary>
    public DateTimeOffset? LastScheduleTime { get; init; }

    /// <summary>When a job last ended well.</summary>
    public DateTimeOffset? LastSuccessfulTime { get; init; }
}
