using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A Job: runs pods until enough of them ended well.</summary>
[GrainType("jobs.batch")]
public sealed class JobGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), IJobGrain
{
    private (string Job, IReadOnlyList<EndedPod> Pods) _ended = ("", []);

    protected override string Component => "job-controller";

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var job = Stored!.As<Job>();
        var seen = new JobView(job, view.Controlled<Pod>(Resources.Pods, job.Metadata), view.Orphans<Pod>(Resources.Pods, job.Metadata, job.Spec.Selector))
        {
            Ended = _ended.Job == job.Metadata.Uid ? _ended.Pods : [], Refusal = refusal,
        };
        var plan = JobPlanner.Plan(seen, now, Reconciling.Ids);
        _ended = (job.Metadata.Uid, plan.Ended);
        return new WorkloadPlan(
            [[.. plan.Patches, .. Strays(view, job).Select(JobTracking.Release)], plan.Creates, plan.Deletes],
            plan.Status is null ? null : ObjectReplacement.StatusOf(Key.Resource, job with { Status = plan.Status }),
            plan.Events, plan.Due);
    }

    /// <summary>The pods of a Job that is gone need not be counted any more, nor those that it left without an owner.</summary>
    protected override async Task<DateTimeOffset?> ClearAwayAsync(IClusterView view)
    {
        var refusals = await Writes.WriteAsync([.. Strays(view, null).Select(JobTracking.Release)], Reconciling.Options.Parallelism);
        return refusals.Count == 0 ? null : throw new RefusedException(refusals);
    }

    /// <summary>Pods that a Job of this name left behind and that the one there is now does not adopt.</summary>
    private IEnumerable<Pod> Strays(IClusterView view, Job? job) => view.List(Resources.Pods, Key.Namespace)
        .Where(pod => StrayPodRule.JobOf(pod, view) is { } name && name == Key.Name && (job is null || pod.Header.ControllerUid is not null || pod.Header.IsDeleting || !job.Spec.Selector.Selects(pod.Header.Labels)))
        .Select(static pod => pod.As<Pod>()).Where(static pod => pod.IsTracked());
}
