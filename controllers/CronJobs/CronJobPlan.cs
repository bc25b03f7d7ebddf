using Orleans.Kube.Model.Batch;

namespace Orleans.Kube.Controllers.CronJobs;

/// <summary>What a CronJob does now.</summary>
/// <param name="Creates">The Job to start, if one is due.</param>
/// <param name="Deletes">Jobs beyond the history limits, and those that a new one replaces.</param>
/// <param name="Status">The new status, or null when it is what the object says already.</param>
/// <param name="Due">The next time that the schedule names.</param>
public sealed record CronJobPlan(
    IReadOnlyList<ObjectCreation> Creates,
    IReadOnlyList<ObjectDeletion> Deletes,
    CronJobStatus? Status,
    IReadOnlyList<PlannedEvent> Events,
    DateTimeOffset? Due)
{
    /// <summary>The status once the Job has been created, to be written at once: a Job that ends and goes before its time is noted would be run again. Null without a Job.</summary>
    public CronJobStatus? Noted { get; init; }

    /// <summary>Nothing is due.</summary>
    public bool IsQuiet => Creates.Count + Deletes.Count == 0 && Status is null;
}
