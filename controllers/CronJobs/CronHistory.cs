using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.CronJobs;

/// <summary>What has become of the Jobs of a CronJob.</summary>
internal static class CronHistory
{
    /// <summary>The oldest finished Jobs over the limits, those that ended well and those that failed counted apart.</summary>
    public static IEnumerable<Job> Excess(CronJob cron, IReadOnlyList<Job> jobs) =>
        Oldest(jobs, JobConditionType.Complete, cron.Spec.SuccessfulJobsHistoryLimit ?? 3)
            .Concat(Oldest(jobs, JobConditionType.Failed, cron.Spec.FailedJobsHistoryLimit ?? 1));

    /// <summary>The status with the Jobs that run now and the latest time that has one; events tell which have ended, are missing, or were not scheduled.</summary>
    public static CronJobStatus Follow(CronJobView view, DateTimeOffset now, List<PlannedEvent> events)
    {
        var status = view.CronJob.Status;
        var byUid = view.Jobs.ToDictionary(static job => job.Metadata.Uid);
        var known = status.Active.ToLookup(static active => active.Uid);
        foreach (var active in status.Active)
        {
            if (!byUid.TryGetValue(active.Uid, out var job)) events.Add(PlannedEvent.Normal("MissingJob", $"Active job went missing: {active.Name}"));
            else if (JobPlanner.EndOf(job) is { } end) events.Add(PlannedEvent.Normal("SawCompletedJob", $"Saw completed job: {active.Name}, condition: {end.Type}"));
        }

        foreach (var job in view.Jobs.Where(static job => !JobPlanner.IsFinished(job) && !CronStart.IsScheduled(job)))
            events.Add(PlannedEvent.Warning("UnexpectedJob", $"Saw a job that the controller did not create or forgot: {job.Metadata.Name}"));
        var succeeded = view.Jobs.Where(static job => JobPlanner.EndOf(job)?.Type == JobConditionType.Complete).Select(static job => job.Status.CompletionTime).Max();
        var scheduled = view.Jobs.Select(job => CronStart.TimeOf(job, now)).Max();
        return status with
        {
            LastScheduleTime = scheduled > status.LastScheduleTime || status.LastScheduleTime is null ? scheduled ?? status.LastScheduleTime : status.LastScheduleTime,
            Active = [.. view.Jobs.Where(static job => !JobPlanner.IsFinished(job) && CronStart.IsScheduled(job)).OrderBy(static job => job.Metadata.Name, StringComparer.Ordinal).Select(job => known[job.Metadata.Uid].FirstOrDefault() ?? Reference(job))],
            LastSuccessfulTime = succeeded > status.LastSuccessfulTime || status.LastSuccessfulTime is null ? succeeded ?? status.LastSuccessfulTime : status.LastSuccessfulTime,
        };
    }

    private static IEnumerable<Job> Oldest(IReadOnlyList<Job> jobs, string ended, int limit)
    {
        var finished = jobs.Where(job => job.Metadata.DeletionTimestamp is null && JobPlanner.EndOf(job)?.Type == ended).ToArray();
        return finished.OrderBy(static job => job.Status.StartTime ?? DateTimeOffset.MaxValue).ThenBy(static job => job.Metadata.Name, StringComparer.Ordinal)
            .Take(Math.Max(0, finished.Length - limit));
    }

    private static ObjectReference Reference(Job job) => new()
    {
        ApiVersion = "batch/v1", Kind = "Job", Name = job.Metadata.Name, Namespace = job.Metadata.Namespace, Uid = job.Metadata.Uid, ResourceVersion = job.Metadata.ResourceVersion,
    };
}
