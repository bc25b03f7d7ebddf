using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.CronJobs;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A CronJob: starts a Job whenever its schedule says.</summary>
[GrainType("cronjobs.batch")]
public sealed class CronJobGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), ICronJobGrain
{
    private (string Schedule, string? Zone)? _followed;
    private DateTimeOffset? _changedAt;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Stored is not null) Follow(Stored.As<CronJob>());
        return base.OnActivateAsync(cancellationToken);
    }

    protected override string Component => "cronjob-controller";

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var cron = Stored!.As<CronJob>();
        if (Follow(cron) && cron.Spec.Suspend != true) _changedAt = now;
        var seen = new CronJobView(cron, view.Controlled<Job>(Resources.Jobs, cron.Metadata), Zone(cron)) { ChangedAt = _changedAt, Refusal = refusal };
        var plan = CronJobPlanner.Plan(seen, now);
        return new WorkloadPlan(
            [plan.Deletes, plan.Creates, plan.Noted is { } noted ? [Status(cron, noted)] : []],
            plan.Status is null || plan.Noted is not null ? null : Status(cron, plan.Status),
            plan.Events, plan.Due);
    }

    /// <summary>Whether the schedule is another than the one that was followed.</summary>
    private bool Follow(CronJob cron)
    {
        var before = _followed;
        _followed = (cron.Spec.Schedule, cron.Spec.TimeZone);
        return before is not null && before != _followed;
    }

    private ObjectReplacement Status(CronJob cron, CronJobStatus status) => ObjectReplacement.StatusOf(Key.Resource, cron with { Status = status });

    private static TimeZoneInfo? Zone(CronJob cron) =>
        cron.Spec.TimeZone is not { Length: > 0 } name ? TimeZoneInfo.Utc : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
