using Orleans.Kube.Controllers.DaemonSets;
using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Controllers.StatefulSets;
using Orleans.Kube.Controllers.Tests.Deployments;
using Orleans.Kube.Controllers.Tests.Jobs;
using Orleans.Kube.Controllers.Tests.ReplicaSets;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>
/// Writes arrive late, again or never, so plans of old views still take effect while newer ones are carried out. Once that ends, everything comes to what is asked and then rests; strangers' pods
/// are never touched.
/// </summary>
public sealed class LateWritesPropertyTests
{
    [Fact]
    public void ReplicaSets() => Run(static world => world.Put(Resources.ReplicaSets, Make.ReplicaSet(replicas: 3)),
        static (world, keep) => world.Reconcile(world.Get<ReplicaSet>(Resources.ReplicaSets, "web"), keep).IsQuiet,
        static (world, number) => Resize(world, number),
        static world => Active(world).Count.ShouldBe(world.Get<ReplicaSet>(Resources.ReplicaSets, "web").Spec.Replicas!.Value));

    [Fact]
    public void Deployments() => Run(static world => world.Put(Resources.Deployments, Make.Deployment()),
        static (world, keep) =>
        {
            var quiet = Reconcile(world, keep);
            foreach (var set in world.Sets().Where(static set => set.Metadata.Name != "stranger")) quiet &= world.Reconcile(set, keep).IsQuiet;
            return quiet;
        },
        static (world, number) => world.Change(spec => number < 4 ? spec with { Replicas = number } : spec with { Template = Make.Template($"app:{number}") }),
        static world =>
        {
            var deployment = world.Deployment();
            Active(world).Count.ShouldBe(deployment.Spec.Replicas!.Value);
            deployment.Status.UpdatedReplicas.ShouldBe(deployment.Spec.Replicas.Value);
        });

    [Fact]
    public void StatefulSets() => Run(
        static world => world.Put(Resources.StatefulSets, new StatefulSet
        {
            ApiVersion = "apps/v1", Kind = "StatefulSet", Metadata = new ObjectMeta { Name = "db", Namespace = "default" },
            Spec = new StatefulSetSpec
            {
                Replicas = 3, ServiceName = "db", Selector = Make.Selector("app=web"), Template = Make.Template(), PodManagementPolicy = "OrderedReady",
                UpdateStrategy = new StatefulSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new() { Partition = 0 } },
            },
        }),
        static (world, keep) =>
        {
            var set = world.Get<StatefulSet>(Resources.StatefulSets, "db");
            var plan = StatefulSetPlanner.Plan(new StatefulSetView(set, world.ControlledBy<Pod>(Resources.Pods, set), world.Orphans<Pod>(Resources.Pods), Revisions(world, set), []), world.Now);
            Arrive(world, [.. plan.Revisions, .. plan.Patches, .. plan.Creates, .. plan.Deletes], keep);
            if (plan.Status is { } status) world.Put(Resources.StatefulSets, world.Get<StatefulSet>(Resources.StatefulSets, "db") with { Status = status });
            return plan.IsQuiet;
        },
        static (world, number) =>
        {
            var set = world.Get<StatefulSet>(Resources.StatefulSets, "db");
            world.Put(Resources.StatefulSets, set with { Spec = number < 4 ? set.Spec with { Replicas = number } : set.Spec with { Template = Make.Template($"app:{number}") } });
        },
        static world =>
        {
            var set = world.Get<StatefulSet>(Resources.StatefulSets, "db");
            Active(world).Select(static pod => pod.Metadata.Name).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, set.Spec.Replicas!.Value).Select(static i => $"db-{i}"));
            Active(world).ShouldAllBe(pod => pod.Spec.Containers[0].Image == set.Spec.Template.Spec.Containers[0].Image);
        });

    [Fact]
    public void DaemonSets() => Run(
        static world =>
        {
            for (var i = 0; i < 3; i++) world.Put(Resources.Nodes, new Node { ApiVersion = "v1", Kind = "Node", Metadata = new ObjectMeta { Name = $"n{i}" } });
            world.Put(Resources.DaemonSets, new DaemonSet
            {
                ApiVersion = "apps/v1", Kind = "DaemonSet", Metadata = new ObjectMeta { Name = "agent", Namespace = "default" },
                Spec = new DaemonSetSpec { Selector = Make.Selector("app=web"), Template = Make.Template(), UpdateStrategy = new() { Type = "RollingUpdate", RollingUpdate = new() { MaxUnavailable = 1 } } },
            });
        },
        static (world, keep) =>
        {
            var set = world.Get<DaemonSet>(Resources.DaemonSets, "agent");
            var plan = DaemonSetPlanner.Plan(
                new DaemonSetView(set, world.List<Node>(Resources.Nodes), world.ControlledBy<Pod>(Resources.Pods, set), world.Orphans<Pod>(Resources.Pods), Revisions(world, set)), world.Now, world.Ids);
            Arrive(world, [.. plan.Revisions, .. plan.Patches, .. plan.Creates, .. plan.Deletes], keep);
            if (plan.Status is { } status) world.Put(Resources.DaemonSets, world.Get<DaemonSet>(Resources.DaemonSets, "agent") with { Status = status });
            return plan.IsQuiet;
        },
        static (world, number) =>
        {
            var set = world.Get<DaemonSet>(Resources.DaemonSets, "agent");
            world.Put(Resources.DaemonSets, set with { Spec = set.Spec with { Template = Make.Template($"app:{number}") } });
        },
        static world =>
        {
            Active(world).Select(static pod => pod.Spec.NodeName).Order(StringComparer.Ordinal).ShouldBe(["n0", "n1", "n2"]);
            Active(world).ShouldAllBe(pod => pod.Spec.Containers[0].Image == world.Get<DaemonSet>(Resources.DaemonSets, "agent").Spec.Template.Spec.Containers[0].Image);
        });

    [Fact]
    public void Jobs() => Run(static world => world.PutJob(static spec => spec with { CompletionMode = "Indexed", Completions = 4, Parallelism = 2, BackoffLimit = 1000 }),
        static (world, keep) =>
        {
            var plan = world.PlanJob();
            if (plan.Status is { } status) world.Put(Resources.Jobs, world.Job() with { Status = status });
            Arrive(world, [.. plan.Patches, .. plan.Creates, .. plan.Deletes], keep);
            world.Sweep();
            return plan.IsQuiet;
        },
        static (world, number) =>
        {
            if (world.JobPods().FirstOrDefault(static pod => pod.IsReady() && !pod.IsDeleting()) is { } pod) world.End(pod, number % 2);
        },
        static world =>
        {
            for (var round = 0; !JobPlanner.IsFinished(world.Job()); round++)
            {
                round.ShouldBeLessThan(60);
                foreach (var pod in Active(world)) world.End(pod);
                world.Advance(TimeSpan.FromMinutes(11));
                world.SettleJob();
            }

            var status = world.Job().Status;
            (status.Succeeded, status.CompletedIndexes).ShouldBe((4, "0-3"));
            world.JobPods().ShouldAllBe(static pod => !pod.IsTracked());
        });

    /// <param name="begin">Makes the object.</param>
    /// <param name="reconcile">Plans and carries out what it is told to keep; says whether there was nothing to do.</param>
    /// <param name="change">A user changes something, by a number below 8.</param>
    /// <param name="ends">What holds in the end.</param>
    private static void Run(Action<World> begin, Func<World, Func<ObjectWrite, bool>, bool> reconcile, Action<World, int> change, Action<World> ends) => Script.ForAll(script =>
    {
        var world = new World();
        var stranger = world.Put(Resources.ReplicaSets, Make.ReplicaSet("stranger"));
        var foreign = world.Put(Resources.Pods, Make.Pod("foreign", "n9", stranger).Ready(world.Now));
        begin(world);
        var sent = new List<ObjectWrite>();
        while (script.HasMore)
        {
            world.Advance(TimeSpan.FromSeconds(1));
            switch (script.Choose(5))
            {
                case 0:
                    change(world, script.Choose(8));
                    break;
                case 1 when sent.Count > 0:
                    world.Arrive(script.Pick(sent));
                    break;
                case 2:
                    Nodes(world);
                    break;
                default:
                    reconcile(world, write =>
                    {
                        sent.Add(write);
                        return script.Choose(3) > 0;
                    });
                    break;
            }
        }

        for (var round = 0; ; round++)
        {
            round.ShouldBeLessThan(120, "it does not come to rest");
            world.Advance(TimeSpan.FromMinutes(11));
            var quiet = reconcile(world, static _ => true);
            if (!Nodes(world) && quiet) break;
        }

        ends(world);
        world.Get<Pod>(Resources.Pods, "foreign").ShouldBe(foreign);
    }, runs: 60, length: 80);

    private static bool Reconcile(World world, Func<ObjectWrite, bool> keep)
    {
        var plan = world.PlanDeployment();
        Arrive(world, [.. plan.Creates, .. plan.Patches, .. plan.Deletes], keep);
        if (plan.Status is { } status) world.Put(Resources.Deployments, world.Deployment() with { Status = status });
        return plan.IsQuiet;
    }

    private static void Arrive(World world, IEnumerable<ObjectWrite> writes, Func<ObjectWrite, bool> keep)
    {
        foreach (var write in writes.Where(keep)) world.Arrive(write);
    }

    private static void Resize(World world, int replicas)
    {
        var set = world.Get<ReplicaSet>(Resources.ReplicaSets, "web");
        world.Put(Resources.ReplicaSets, set with { Spec = set.Spec with { Replicas = replicas } });
    }

    private static IReadOnlyList<ControllerRevision> Revisions(World world, KubeObject set) =>
        [.. world.ControlledBy<ControllerRevision>(Resources.ControllerRevisions, set), .. world.Orphans<ControllerRevision>(Resources.ControllerRevisions)];

    private static List<Pod> Active(World world) => [.. world.List<Pod>(Resources.Pods).Where(static pod => pod.IsActive() && pod.Metadata.Name != "foreign")];

    /// <summary>What nodes do: they start what is pending and end what is told to. Whether there was anything to do.</summary>
    private static bool Nodes(World world)
    {
        var worked = false;
        foreach (var pod in world.List<Pod>(Resources.Pods))
        {
            if (pod.IsDeleting() && !pod.IsTracked()) world.Remove(Resources.Pods, pod);
            else if (pod.IsActive() && !pod.IsReady()) world.Put(Resources.Pods, pod.Ready(world.Now, DaemonPods.TargetNode(pod) is { Length: > 0 } node ? node : "n1"));
            else continue;
            worked = true;
        }

        return worked;
    }
}
