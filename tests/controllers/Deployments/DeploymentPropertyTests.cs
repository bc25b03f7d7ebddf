using Orleans.Kube.Controllers.Deployments;
using Orleans.Kube.Controllers.Tests.ReplicaSets;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Deployments;

public class DeploymentPropertyTests
{
    private static readonly IntOrString[] Amounts = [0, 1, 2, "25%", "50%", "100%"];

    [Fact]
    public void A_rollout_keeps_its_promises_at_every_step_and_ends() => Script.ForAll(script =>
    {
        var world = new World();
        world.Put(Resources.Deployments, Make.Deployment(replicas: script.Choose(9), surge: script.Pick(Amounts), unavailable: script.Pick(Amounts)));
        while (script.HasMore) Step(world, script);

        world.Change(static spec => spec with { Paused = false });
        world.Settle();

        var (deployment, sets) = (world.Deployment(), world.Sets());
        var wanted = deployment.Spec.Replicas!.Value;
        sets.Sum(static set => set.Spec.Replicas!.Value).ShouldBe(wanted);
        sets.Single(set => set.Spec.Template.Spec.Containers[0].Image == deployment.Spec.Template.Spec.Containers[0].Image).Spec.Replicas.ShouldBe(wanted);
        world.List<Pod>(Resources.Pods).Count(PodFacts.IsActive).ShouldBe(wanted);
        deployment.Status.AvailableReplicas.ShouldBe(wanted);
        world.PlanDeployment().IsQuiet.ShouldBeTrue();
    }, runs: 60);

    private static void Step(World world, Script script)
    {
        world.Advance(TimeSpan.FromSeconds(1));
        var pods = world.List<Pod>(Resources.Pods);
        switch (script.Choose(12))
        {
            case 0:
                var image = $"app:{script.Choose(4)}";
                world.Change(spec => spec with { Template = Make.Template(image) });
                break;
            case 1:
                var replicas = script.Choose(9);
                world.Change(spec => spec with { Replicas = replicas });
                break;
            case 2:
                world.Change(static spec => spec with { Paused = !spec.Paused });
                break;
            case 3 when pods.Count > 0:
                world.Put(Resources.Pods, script.Pick(pods).WithPhase(PodPhase.Failed));
                break;
            case 4 or 5 or 6 when pods.Count > 0:
                world.Put(Resources.Pods, script.Pick(pods).Ready(world.Now));
                break;
            case 7:
                world.Reconcile(_ => script.Choose(3) > 0);
                break;
            case 8 or 9:
                foreach (var set in world.Sets()) world.Reconcile(set);
                break;
            default:
                Check(world);
                break;
        }
    }

    /// <summary>One step of the rollout, held against what the strategy promises.</summary>
    private static void Check(World world)
    {
        var budget = RolloutBudget.Of(world.Deployment());
        var rolling = !world.Deployment().Spec.Paused && world.Sets().All(set =>
            set.Spec.Replicas == 0 || DeploymentAnnotations.Number(set, DeploymentAnnotations.DesiredReplicas) == budget.Replicas);
        var before = world.Sets().ToDictionary(static set => set.Metadata.Name, static set => (Size: set.Spec.Replicas!.Value, set.Status.AvailableReplicas));
        var plan = world.Reconcile();
        var after = world.Sets().Where(set => plan.Deletes.All(d => d.Uid != set.Metadata.Uid)).ToArray();

        var total = after.Sum(static set => set.Spec.Replicas!.Value);
        total.ShouldBeLessThanOrEqualTo(Math.Max(budget.MaxPods, before.Values.Sum(static b => b.Size)));

        if (!rolling) return;
        var available = before.Values.Sum(static b => Math.Min(b.Size, b.AvailableReplicas));
        var kept = after.Sum(set => before.TryGetValue(set.Metadata.Name, out var b) ? Math.Min(b.AvailableReplicas, set.Spec.Replicas!.Value) : 0);
        kept.ShouldBeGreaterThanOrEqualTo(Math.Min(budget.MinAvailable, available));
    }
}
