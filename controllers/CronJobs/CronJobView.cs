using Orleans.Kube.Model.Batch;

namespace Orleans.Kube.Controllers.CronJobs;

/// <summary>What the CronJob planner looks at.</summary>
/// <param name="CronJob">The object.</param>
/// <param name="Jobs">The Jobs that name it as their controller.</param>
/// <param name="Zone">The time zone of the schedule; null when the one that the object names does not exist here.</param>
public sealed record CronJobView(CronJob CronJob, IReadOnlyList<Job> Jobs, TimeZoneInfo? Zone)
{
    /// <summary>When its schedule was changed under way: the new one is followed from then on, and nothing before that was missed. Null when it was not.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The refusal that ended the last plan, or null.</summary>
    public Refusal? Refusal { get; init; }
}
