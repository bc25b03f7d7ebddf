using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Jobs;

/// <summary>Runs the Job planner on a world.</summary>
internal static class JobWorld
{
    public static Job PutJob(this World world, Func<JobSpec, JobSpec>? with = null)
    {
        var spec = new JobSpec
        {
            Parallelism = 1, Completions = 1, BackoffLimit = 6, CompletionMode = CompletionMode.NonIndexed, Selector = Make.Selector("app=web"), Template = Make.Template(),
        };
        return world.Put(Resources.Jobs, new Job
        {
            ApiVersion = "batch/v1", Kind = "Job",
            Metadata = new ObjectMeta { Name = "work", Namespace = "default" },
            Spec = with is null ? spec : with(spec),
        });
    }

    public static Job Job(this World world) => world.Get<Job>(Resources.Jobs, "work");

    public static void ChangeJob(this World world, Func<JobSpec, JobSpec> change) => world.Put(Resources.Jobs, world.Job() with { Spec = change(world.Job().Spec) });

    public static IReadOnlyList<Pod> JobPods(this World world) => world.ControlledBy<Pod>(Resources.Pods, world.Job());

    public static JobPlan PlanJob(this World world, string name = "work", IReadOnlyList<EndedPod>? ended = null)
    {
        var job = world.Get<Job>(Resources.Jobs, name);
        return JobPlanner.Plan(new JobView(job, world.ControlledBy<Pod>(Resources.Pods, job), world.Orphans<Pod>(Resources.Pods)) { Ended = ended ?? [] }, world.Now, world.Ids);
    }

    /// <summary>Plans and carries out; <paramref name="keep"/> tells which writes arrive, null standing for the status.</summary>
    public static JobPlan ReconcileJob(this World world, Func<ObjectWrite?, bool>? keep = null)
    {
        var plan = world.PlanJob();
        if (plan.Status is not null && (keep is null || keep(null)))
        {
            world.Put(Resources.Jobs, world.Job() with { Status = plan.Status });
            world.Events.AddRange(plan.Events);
        }

        IEnumerable<ObjectWrite> writes = [.. plan.Patches, .. plan.Creates, .. plan.Deletes];
        foreach (var write in writes.Where(write => keep is null || keep(write))) world.Apply(write);
        world.Sweep();
        return plan;
    }

    /// <summary>Ends a pod as its node would.</summary>
    public static void End(this World world, Pod pod, int exitCode = 0)
    {
        pod = world.Get<Pod>(Resources.Pods, pod.Metadata.Name);
        world.Put(Resources.Pods, pod with
        {
            Spec = pod.Spec with { NodeName = "node-1" },
            Status = pod.Status with
            {
                Phase = exitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed,
                Conditions = [],
                ContainerStatuses =
                [
                    new ContainerStatus { Name = "main", State = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = exitCode, FinishedAt = world.Now } } },
                ],
            },
        });
        world.Sweep();
    }

    /// <summary>Removes what is being deleted and held by nothing.</summary>
    public static void Sweep(this World world)
    {
        foreach (var pod in world.List<Pod>(Resources.Pods))
            if (pod.IsDeleting() && !pod.IsTracked()) world.Remove(Resources.Pods, pod);
    }

    public static void SettleJob(this World world, int rounds = 40)
    {
        for (var round = 0; !world.ReconcileJob().IsQuiet; round++) round.ShouldBeLessThan(rounds, "the job does not come to rest");
    }

    public static JobCondition? Condition(this Job job, string type) => job.Status.Conditions.FirstOrDefault(c => c.Type == type && c.Status == "True");
}
