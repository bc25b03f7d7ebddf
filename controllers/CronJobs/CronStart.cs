using System.Globalization;
using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.CronJobs;

/// <summary>Whether a Job is to be started now. Lives within one plan.</summary>
internal sealed class CronStart(CronJobView view, DateTimeOffset now, List<PlannedEvent> events)
{
    /// <summary>So many missed times are more likely a clock that is wrong than an outage.</summary>
    private const int Many = 100;

    private const string ScheduledAt = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    private readonly CronJob _cron = view.CronJob;

    /// <summary>The Job to create, or null.</summary>
    public Job? Job { get; private set; }

    /// <summary>The Jobs that it replaces.</summary>
    public IReadOnlyList<Job> Replaced { get; private set; } = [];

    /// <summary>The time of the schedule that <see cref="Job"/> is for.</summary>
    public DateTimeOffset? StartsAt { get; private set; }

    public DateTimeOffset? Due { get; private set; }

    /// <summary>Whether the schedule made the Job, and not a person.</summary>
    public static bool IsScheduled(Job job) => job.Metadata.Annotations.ContainsKey(ScheduledAt);

    /// <summary>The time of the schedule that the Job was made for; null for a Job of a person's, and for a time that has not come yet, which no schedule can have made.</summary>
    public static DateTimeOffset? TimeOf(Job job, DateTimeOffset now) =>
        DateTimeOffset.TryParse(job.Metadata.Annotations.GetValueOrDefault(ScheduledAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time <= now ? time.ToUniversalTime() : null;

    public void Decide()
    {
        if (Schedule() is not { } schedule) return;
        Due = schedule.Next(now);
        if (Due is null)
        {
            events.Add(PlannedEvent.Warning("InvalidSchedule", $"invalid schedule: {_cron.Spec.Schedule} : time difference between two schedules is less than 1 second"));
            return;
        }

        if (schedule.Latest(Earliest(), now) is not { } time) return;
        if (Missed(schedule) > Many)
            events.Add(PlannedEvent.Warning("TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"));
        if (view.Jobs.Any(job => job.Metadata.Name == NameAt(time))) return;
        if (_cron.Status.LastScheduleTime >= time) return;
        if (_cron.Spec.StartingDeadlineSeconds is { } seconds && time.AddSeconds(seconds) < now)
            events.Add(PlannedEvent.Warning("MissSchedule", $"Missed scheduled time to start a job: {time.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}"));
        else Start(time);
    }

    /// <summary>The schedule; null while it is suspended, or cannot be followed. A time zone that is unknown is told of in any case.</summary>
    private CronSchedule? Schedule()
    {
        var spec = _cron.Spec;
        if (view.Zone is not { } zone)
        {
            events.Add(PlannedEvent.Warning("UnknownTimeZone", $"invalid timeZone: \"{spec.TimeZone}\": unknown time zone {spec.TimeZone}"));
            return null;
        }

        if (spec.Suspend == true) return null;
        try
        {
            return CronSchedule.Parse(spec.Schedule, zone);
        }
        catch (FormatException why)
        {
            events.Add(PlannedEvent.Warning("UnparseableSchedule", $"unparseable schedule: \"{spec.Schedule}\" : {why.Message}"));
            return null;
        }
    }

    /// <summary>How many times have come since the last that was taken, judged by the first two of them.</summary>
    private double Missed(CronSchedule schedule)
    {
        if (schedule.Next(Earliest()) is not { } first || schedule.Next(first) is not { } second || first > now) return 0;
        return Math.Floor((now - first) / (second - first)) + 1;
    }

    private DateTimeOffset Earliest()
    {
        var earliest = _cron.Status.LastScheduleTime ?? _cron.Metadata.CreationTimestamp ?? now;
        if (view.ChangedAt > earliest) earliest = view.ChangedAt.Value;
        return _cron.Spec.StartingDeadlineSeconds is { } seconds && now.AddSeconds(-seconds) > earliest ? now.AddSeconds(-seconds) : earliest;
    }

    private void Start(DateTimeOffset time)
    {
        Job[] active = [.. view.Jobs.Where(static job => !JobPlanner.IsFinished(job) && IsScheduled(job))];
        if (active.Length > 0 && _cron.Spec.ConcurrencyPolicy == ConcurrencyPolicy.Forbid)
        {
            events.Add(PlannedEvent.Normal("JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid"));
            return;
        }

        if (_cron.Spec.ConcurrencyPolicy == ConcurrencyPolicy.Replace) Replaced = [.. active.Where(static job => job.Metadata.DeletionTimestamp is null)];
        (Job, StartsAt) = (Make(time), time);
    }

    private string NameAt(DateTimeOffset time)
    {
        var prefix = _cron.Metadata.Name.Length > 52 ? _cron.Metadata.Name[..52] : _cron.Metadata.Name;
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{time.ToUnixTimeSeconds() / 60}");
    }

    private Job Make(DateTimeOffset time)
    {
        var template = _cron.Spec.JobTemplate;
        var local = TimeZoneInfo.ConvertTime(time, view.Zone!);
        var written = local.Offset == TimeSpan.Zero ? Timestamp.Text(local) : local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return new Job
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = new ObjectMeta
            {
                Name = NameAt(time),
                Namespace = _cron.Metadata.Namespace,
                Labels = template.Metadata.Labels,
                Annotations = template.Metadata.Annotations.With(ScheduledAt, written),
                OwnerReferences = [_cron.ControllerReference()],
            },
            Spec = template.Spec,
        };
    }
}
