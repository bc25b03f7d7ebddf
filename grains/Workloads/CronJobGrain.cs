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
    protected override string Component => "cronjob-controller";

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var cron = Stored!.As<CronJob>();
        var plan = CronJobPlanner.Plan(new CronJobView(cron, view.Controlled<Job>(Resources.Jobs, cron.Metadata), Zone(cron)) { Refusal = refusal }, now);
        return new WorkloadPlan(
            [plan.Deletes, plan.Creates, plan.Noted is { } noted ? [Status(cron, noted)] : []],
            plan.Status is null || plan.Noted is not null ? null : Status(cron, plan.Status),
            plan.Events, plan.Due);
    }

    private ObjectReplacement Status(CronJob cron, CronJobStatus status) => ObjectReplacement.StatusOf(Key.Resource, cron with { Status = status });

    private static TimeZoneInfo? Zone(CronJob cron) =>
        cron.Spec.TimeZone is not { Length: > 0 } name ? TimeZoneInfo.Utc : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
