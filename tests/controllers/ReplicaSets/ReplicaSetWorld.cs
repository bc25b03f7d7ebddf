using Orleans.Kube.Controllers.ReplicaSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.ReplicaSets;

/// <summary>Runs the ReplicaSet planner on a world.</summary>
internal static class ReplicaSetWorld
{
    public static ReplicaSetView View(this World world, ReplicaSet set) =>
        new(set, world.ControlledBy<Pod>(Resources.Pods, set), world.Orphans<Pod>(Resources.Pods));

    public static ReplicaSetPlan Plan(this World world, ReplicaSet set) => ReplicaSetPlanner.Plan(world.View(set), world.Now, world.Ids);

    /// <summary>Plans and carries out the writes that <paramref name="keep"/> lets through; the others are lost on the way.</summary>
    public static ReplicaSetPlan Reconcile(this World world, ReplicaSet set, Func<ObjectWrite, bool>? keep = null)
    {
        var plan = world.Plan(set);
        IEnumerable<ObjectWrite> writes = [.. plan.Patches, .. plan.Creates, .. plan.Deletes];
        world.Apply(writes.Where(write => keep is null || keep(write)));
        if (plan.Status is not null)
            world.Put(Resources.ReplicaSets, world.Get<ReplicaSet>(Resources.ReplicaSets, set.Metadata.Name) with { Status = plan.Status });
        return plan;
    }
}
