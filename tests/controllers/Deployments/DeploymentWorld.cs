using Orleans.Kube.Controllers.Deployments;
using Orleans.Kube.Controllers.Tests.ReplicaSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Deployments;

/// <summary>Runs the Deployment and ReplicaSet planners on a world, as their grains would.</summary>
internal static class DeploymentWorld
{
    public static Deployment Deployment(this World world) => world.Get<Deployment>(Resources.Deployments, "web");

    public static IReadOnlyList<ReplicaSet> Sets(this World world) => world.List<ReplicaSet>(Resources.ReplicaSets);

    public static void Change(this World world, Func<DeploymentSpec, DeploymentSpec> change) =>
        world.Put(Resources.Deployments, world.Deployment() with { Spec = change(world.Deployment().Spec) });

    public static DeploymentView DeploymentView(this World world)
    {
        var deployment = world.Deployment();
        var sets = world.ControlledBy<ReplicaSet>(Resources.ReplicaSets, deployment);
        return new(deployment, sets, world.Orphans<ReplicaSet>(Resources.ReplicaSets))
        {
            UnfinishedPods = sets.ToDictionary(
                static set => set.Metadata.Uid,
                set => world.ControlledBy<Pod>(Resources.Pods, set).Count(static pod => !pod.IsFinished())),
        };
    }

    public static DeploymentPlan PlanDeployment(this World world) => DeploymentPlanner.Plan(world.DeploymentView(), world.Now);

    public static DeploymentPlan Reconcile(this World world, Func<ObjectWrite, bool>? keep = null)
    {
        var plan = world.PlanDeployment();
        IEnumerable<ObjectWrite> writes = [.. plan.Creates, .. plan.Patches, .. plan.Deletes];
        world.Apply(writes.Where(write => keep is null || keep(write)));
        if (plan.Status is not null) world.Put(Resources.Deployments, world.Deployment() with { Status = plan.Status });
        return plan;
    }

    /// <summary>Everything reconciles and every pod starts, until nothing changes any more.</summary>
    public static void Settle(this World world)
    {
        for (var round = 0; ; round++)
        {
            round.ShouldBeLessThan(60, "the rollout does not end");
            world.Advance(TimeSpan.FromSeconds(1));
            var quiet = world.Reconcile().IsQuiet;
            foreach (var set in world.Sets()) quiet &= world.Reconcile(set).IsQuiet;
            if (quiet && !world.StartPods()) return;
        }
    }

    /// <summary>What a node does: starts what is pending, ends what terminates.</summary>
    public static bool StartPods(this World world)
    {
        var changed = false;
        foreach (var pod in world.List<Pod>(Resources.Pods))
        {
            if (pod.IsDeleting()) world.Remove(Resources.Pods, pod);
            else if (!pod.IsReady()) world.Put(Resources.Pods, pod.Ready(world.Now));
            else continue;
            changed = true;
        }

        return changed;
    }
}
