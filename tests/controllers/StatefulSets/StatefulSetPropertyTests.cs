using Orleans.Kube.Controllers.StatefulSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.StatefulSets;

public sealed class StatefulSetPropertyTests
{
    [Fact]
    public void Whatever_happens_the_order_is_kept_and_the_set_ends_as_asked() => Script.ForAll(script =>
    {
        var world = new World();
        var spec = new StatefulSetSpec
        {
            Replicas = script.Choose(4), ServiceName = "db", Selector = Make.Selector("app=web"), Template = Make.Template(), PodManagementPolicy = script.Choose(2) == 0 ? "OrderedReady" : "Parallel",
            UpdateStrategy = new StatefulSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new() { Partition = script.Choose(2) } },
        };
        world.Put(Resources.StatefulSets, new StatefulSet { ApiVersion = "apps/v1", Kind = "StatefulSet", Metadata = new ObjectMeta { Name = "db", Namespace = "default" }, Spec = spec });
        var stranger = world.Put(Resources.Pods, Make.Pod("foreign", "node-1", Make.ReplicaSet("stranger")).Ready(world.Now));

        while (script.HasMore) Step(world, script);

        for (var round = 0; !Settled(world); round++)
        {
            round.ShouldBeLessThan(60, $"{string.Join(' ', Pods(world).Select(static p => $"{p.Metadata.Name}:{p.Status.Phase}"))}");
            Reconcile(world, all: true);
            foreach (var pod in Pods(world).Concat(world.Orphans<Pod>(Resources.Pods))) Run(world, pod);
            if (Held(world) is { } held) world.Remove(Resources.Pods, held);
            world.Advance(TimeSpan.FromSeconds(1));
        }

        Pods(world).Select(static p => p.Metadata.Name).ShouldBe(Enumerable.Range(0, Set(world).Spec.Replicas!.Value).Select(static i => $"db-{i}"), ignoreOrder: true);
        Set(world).Status.ReadyReplicas.ShouldBe(Set(world).Spec.Replicas!.Value);
        var partition = Set(world).Spec.UpdateStrategy.RollingUpdate!.Partition!.Value;
        foreach (var pod in Pods(world).Where(p => Ordinal(p) >= partition)) pod.Spec.Containers[0].Image.ShouldBe(Set(world).Spec.Template.Spec!.Containers[0].Image);
        world.Get<Pod>(Resources.Pods, "foreign").ShouldBe(stranger);
    });

    private static void Step(World world, Script script)
    {
        var pods = Pods(world);
        world.Advance(TimeSpan.FromSeconds(1));
        switch (script.Choose(8))
        {
            case 0: Change(world, spec => spec with { Replicas = script.Choose(5) }); break;
            case 1: Change(world, spec => spec with { Template = Make.Template($"app:{script.Choose(4)}") }); break;
            case 2 when pods.Count > 0: world.Put(Resources.Pods, script.Pick(pods).WithPhase(PodPhase.Failed)); break;
            case 3 when pods.Count > 0: world.Remove(Resources.Pods, script.Pick(pods)); break;
            case 4 when pods.Count > 0:
                var pod = script.Pick(pods);
                world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { OwnerReferences = [] } });
                break;
            case 5 or 6 when pods.Count > 0: Run(world, script.Pick(pods)); break;
            default: Reconcile(world, all: script.Choose(3) > 0); break;
        }
    }

    /// <summary>Plans once, looks at what is planned, and carries it out, or only the first half of it.</summary>
    private static void Reconcile(World world, bool all)
    {
        var (set, before) = (Set(world), Pods(world));
        var plan = Plan(world);
        var creates = plan.Creates.Select(static c => c.Key.Name).ToList();
        creates.ShouldBeUnique();
        if (set.Spec.PodManagementPolicy == "OrderedReady")
        {
            creates.Count.ShouldBeLessThanOrEqualTo(1);
            foreach (var ordinal in creates.Select(static n => int.Parse(n[3..])))
            {
                var lower = before.Concat(world.Orphans<Pod>(Resources.Pods)).Where(p => Ordinal(p) < ordinal).ToList();
                lower.Count.ShouldBe(ordinal);
                lower.ShouldAllBe(static p => p.IsReady() && !p.IsDeleting());
            }

            plan.Deletes.Count.ShouldBeLessThanOrEqualTo(1);
        }

        // Its own pods, and those that the same plan adopts first.
        plan.Deletes.ShouldAllBe(d => before.Any(p => p.Metadata.Uid == d.Uid) || plan.Patches.Any(p => p.Key == d.Key));
        // A name that somebody else's pod still has is refused.
        ObjectWrite[] writes = [.. plan.Revisions, .. plan.Patches, .. plan.Claims, .. plan.Creates.Where(c => world.Find<Pod>(c.Key) is null), .. plan.Deletes];
        world.Apply(all ? writes : writes[..(writes.Length / 2)]);
        if (all && plan.Status is not null) world.Put(Resources.StatefulSets, Set(world) with { Status = plan.Status });
    }

    private static StatefulSetPlan Plan(World world) => StatefulSetPlanner.Plan(
        new StatefulSetView(Set(world), Pods(world), world.Orphans<Pod>(Resources.Pods), world.ControlledBy<ControllerRevision>(Resources.ControllerRevisions, Set(world)),
            world.List<PersistentVolumeClaim>(Resources.PersistentVolumeClaims)), world.Now);

    private static bool Settled(World world) => Plan(world).IsQuiet && Pods(world).All(static p => p.IsReady() && !p.IsDeleting());

    /// <summary>What an agent does with a pod.</summary>
    private static void Run(World world, Pod pod)
    {
        if (pod.IsDeleting()) world.Remove(Resources.Pods, pod);
        else if (!pod.IsFinished()) world.Put(Resources.Pods, pod.Ready(world.Now));
    }

    private static void Change(World world, Func<StatefulSetSpec, StatefulSetSpec> change) => world.Put(Resources.StatefulSets, Set(world) with { Spec = change(Set(world).Spec) });

    /// <summary>
    /// A failed pod beyond an ordered set's size while a lower one there is unhealthy too: neither goes, as in Kubernetes (processCondemned in
    /// stateful_set_control.go), until somebody removes it.
    /// </summary>
    private static Pod? Held(World world)
    {
        var beyond = Pods(world).Where(p => Ordinal(p) >= Set(world).Spec.Replicas!.Value).OrderByDescending(Ordinal).ToList();
        return Set(world).Spec.PodManagementPolicy == "OrderedReady" && beyond.Count > 1 && beyond[0].IsFinished() && !beyond.Skip(1).All(static p => p.IsReady() && !p.IsDeleting())
            ? beyond[0]
            : null;
    }

    private static StatefulSet Set(World world) => world.Get<StatefulSet>(Resources.StatefulSets, "db");

    private static IReadOnlyList<Pod> Pods(World world) => world.ControlledBy<Pod>(Resources.Pods, Set(world));

    private static int Ordinal(Pod pod) => int.Parse(pod.Metadata.Name[3..]);
}
