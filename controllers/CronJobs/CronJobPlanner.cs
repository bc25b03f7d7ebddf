using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.CronJobs;

/// <summary>
/// Starts a Job whenever its schedule says. Guarantees: one Job at most for each time, because the Job's name is made of it; after an outage
/// the last missed time only is made up for, and that only within startingDeadlineSeconds. Pure.
/// </summary>
public static class CronJobPlanner
{
    public static CronJobPlan Plan(CronJobView view, DateTimeOffset now)
    {
        var cron = view.CronJob;
        var events = new List<PlannedEvent>();
        var status = CronHistory.Follow(view, now, events);
        var start = new CronStart(view, now, events);
        if (cron.Metadata.DeletionTimestamp is null) start.Decide();
        if (start.Replaced.Count > 0) status = status with { Active = [.. status.Active.Where(active => start.Replaced.All(job => job.Metadata.Uid != active.Uid))] };
        // A Job is what tells that its time has been run, until that is noted.
        var history = CronHistory.Excess(cron, view.Jobs).Where(job => CronStart.TimeOf(job, now) is not { } time || time <= cron.Status.LastScheduleTime).ToArray();
        if (About(view.Refusal) is { } told) events.Add(told);
        return new CronJobPlan(
            start.Job is null ? [] : [ObjectCreation.Of(Resources.Jobs, start.Job) with { Event = PlannedEvent.Normal("SuccessfulCreate", $"Created job {start.Job.Metadata.Name}") }],
            [.. history.Concat(start.Replaced).Select(Delete)],
            RecordEquality.Same(status, cron.Status) ? null : status,
            events, start.Due) { Noted = start.Job is null ? null : status with { LastScheduleTime = start.StartsAt } };
    }

    /// <summary>What could not be written. A name that is taken is nothing to tell: the Job of that time is there.</summary>
    private static PlannedEvent? About(Refusal? refusal) => refusal switch
    {
        { Write: ObjectCreation, Reason: not StatusReason.AlreadyExists } => PlannedEvent.Warning("FailedCreate", $"Error creating job: {refusal.Message}"),
        { Write: ObjectDeletion } => PlannedEvent.Warning("FailedDelete", $"Deleted job: {refusal.Message}"),
        _ => null,
    };

    private static ObjectDeletion Delete(Job job) => ObjectDeletion.Of(Resources.Jobs, job) with
    {
        Propagation = DeletionPropagation.Background,
        Event = PlannedEvent.Normal("SuccessfulDelete", $"Deleted job {job.Metadata.Name}"),
    };
}
