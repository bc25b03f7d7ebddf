using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.ReplicaSets;

public class ReplicaSetPropertyTests
{
    [Fact]
    public void Whatever_happens_the_set_ends_with_as_many_pods_as_asked_and_leaves_others_alone() => Script.ForAll(script =>
    {
        var world = new World();
        world.Put(Resources.ReplicaSets, Make.ReplicaSet(replicas: script.Choose(8)));
        var stranger = world.Put(Resources.ReplicaSets, Make.ReplicaSet("stranger"));
        var foreign = world.Put(Resources.Pods, Make.Pod("foreign", "node-1", stranger).Ready(world.Now));

        while (script.HasMore) Step(world, script);

        for (var round = 0; !world.Reconcile(Set(world)).IsQuiet; round++) round.ShouldBeLessThan(5);
        Active(world).ShouldBe(Set(world).Spec.Replicas!.Value);
        Set(world).Status.Replicas.ShouldBe(Active(world));
        world.Get<Pod>(Resources.Pods, "foreign").ShouldBe(foreign);
    });

    private static void Step(World world, Script script)
    {
        var pods = world.ControlledBy<Pod>(Resources.Pods, Set(world));
        world.Advance(TimeSpan.FromSeconds(1));
        switch (script.Choose(8))
        {
            case 0:
                var set = Set(world);
                world.Put(Resources.ReplicaSets, set with { Spec = set.Spec with { Replicas = script.Choose(8) } });
                break;
            case 1 when pods.Count > 0:
                world.Put(Resources.Pods, script.Pick(pods).Ready(world.Now, $"node-{script.Choose(3)}"));
                break;
            case 2 when pods.Count > 0:
                world.Put(Resources.Pods, script.Pick(pods).WithPhase(PodPhase.Failed));
                break;
            case 3 when pods.Count > 0:
                world.Remove(Resources.Pods, script.Pick(pods));
                break;
            case 4 when pods.Count > 0:
                var pod = script.Pick(pods);
                world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { Labels = Make.Labels("app=debug") } });
                break;
            case 5:
                world.Put(Resources.Pods, Make.Pod($"stray-{script.Choose(100)}"));
                break;
            case 6:
                world.Reconcile(Set(world), _ => script.Choose(3) > 0);
                break;
            default:
                var wanted = Set(world).Spec.Replicas!.Value;
                world.Reconcile(Set(world));
                Active(world).ShouldBe(wanted);
                break;
        }
    }

    private static ReplicaSet Set(World world) => world.Get<ReplicaSet>(Resources.ReplicaSets, "web");

    private static int Active(World world) => world.ControlledBy<Pod>(Resources.Pods, Set(world)).Count(PodFacts.IsActive);
}
