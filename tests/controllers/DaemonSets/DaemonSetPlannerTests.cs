using Orleans.Kube.Controllers.DaemonSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.DaemonSets;

public class DaemonSetPlannerTests
{
    private readonly World _world = new();
    private IReadOnlyDictionary<string, FailureBackoff> _failures = new Dictionary<string, FailureBackoff>();

    [Fact]
    public void Every_node_gets_a_pod_that_can_run_nowhere_else()
    {
        Nodes(3);
        Put();
        Settle();

        Pods().Select(DaemonPods.TargetNode).Order().ShouldBe(["n0", "n1", "n2"]);
        Pods()[0].Spec.Tolerations.ShouldContain(static t => t.Key == "node.kubernetes.io/unschedulable" && t.Operator == "Exists");
        Set().Status.DesiredNumberScheduled.ShouldBe(3);
        Set().Status.NumberUnavailable.ShouldBe(3);
        StartAll();
        Settle();
        Set().Status.NumberAvailable.ShouldBe(3);
    }

    [Fact]
    public void What_a_template_tolerates_for_a_time_only_its_pods_tolerate_for_ever()
    {
        Nodes(1);
        Toleration unreachable = new() { Key = "node.kubernetes.io/unreachable", Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute, TolerationSeconds = 30 };
        Put(spec => spec with { Template = spec.Template with { Spec = spec.Template.Spec! with { Tolerations = [unreachable] } } });
        Settle();

        var tolerations = Pods()[0].Spec.Tolerations;
        tolerations.Count.ShouldBe(6);
        tolerations[0].ShouldBe(unreachable with { TolerationSeconds = null });
    }

    [Fact]
    public void Nodes_that_come_are_covered_and_pods_leave_nodes_that_no_longer_match()
    {
        Nodes(1);
        Put(static spec => spec with { Template = spec.Template with { Spec = spec.Template.Spec with { NodeSelector = Make.Labels("disk=ssd") } } });
        Settle();
        Pods().ShouldBeEmpty();
        _world.Put(Resources.Nodes, Node("n0") with { Metadata = Node("n0").Metadata with { Labels = Make.Labels("disk=ssd") } });
        Settle();
        Pods().Count.ShouldBe(1);
        _world.Put(Resources.Nodes, Node("n0") with { Metadata = Node("n0").Metadata with { Labels = Make.Labels("disk=hdd") } });
        Settle();
        Pods().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("NoSchedule", 1)]
    [InlineData("NoExecute", 0)]
    public void A_pod_that_runs_stays_on_a_node_with_a_new_taint_unless_it_evicts(string effect, int stays)
    {
        Nodes(1);
        Put();
        Settle();
        StartAll();
        _world.Put(Resources.Nodes, Node("n0") with { Spec = new NodeSpec { Taints = [new Taint { Key = "k", Effect = effect }] } });
        Reconcile();
        Sweep();

        Pods().Count.ShouldBe(stays);
        Reconcile().Creates.ShouldBeEmpty();
        Set().Status.NumberMisscheduled.ShouldBe(stays);
    }

    [Fact]
    public void A_rollout_replaces_no_more_working_pods_at_once_than_allowed()
    {
        Nodes(5);
        Put(static spec => spec with { UpdateStrategy = new() { Type = "RollingUpdate", RollingUpdate = new() { MaxUnavailable = 2 } } });
        Settle();
        StartAll();
        Settle();
        Change(static spec => spec with { Template = Make.Template("app:2") });
        for (var i = 0; i < 20; i++)
        {
            Reconcile();
            Pods().Count(pod => pod.IsReady() && !pod.IsDeleting()).ShouldBeGreaterThanOrEqualTo(3);
            Sweep();
            if (i % 2 == 1) StartAll();
        }

        Settle();
        Pods().ShouldAllBe(static pod => pod.Spec.Containers[0].Image == "app:2");
        Set().Status.UpdatedNumberScheduled.ShouldBe(5);
    }

    [Fact]
    public void A_surge_starts_the_new_pod_before_the_old_one_goes()
    {
        Nodes(2);
        Put(static spec => spec with { UpdateStrategy = new() { Type = "RollingUpdate", RollingUpdate = new() { MaxSurge = 1, MaxUnavailable = 0 } } });
        Settle();
        StartAll();
        Settle();
        Change(static spec => spec with { Template = Make.Template("app:2") });
        for (var i = 0; i < 20; i++)
        {
            Reconcile();
            Sweep();
            Pods().Where(static pod => pod.IsReady()).Select(DaemonPods.TargetNode).Distinct().Count().ShouldBe(2);
            Pods().Count.ShouldBeLessThanOrEqualTo(3);
            if (i % 2 == 1) StartAll();
        }

        Pods().Count.ShouldBe(2);
        Pods().ShouldAllBe(static pod => pod.Spec.Containers[0].Image == "app:2");
    }

    [Fact]
    public void On_delete_waits_for_the_user()
    {
        Nodes(1);
        Put(static spec => spec with { UpdateStrategy = new() { Type = "OnDelete" } });
        Settle();
        StartAll();
        Settle();
        Change(static spec => spec with { Template = Make.Template("app:2") });
        Settle();
        Pods()[0].Spec.Containers[0].Image.ShouldBe("app:1");
        _world.Remove(Resources.Pods, Pods()[0]);
        Settle();

        Pods()[0].Spec.Containers[0].Image.ShouldBe("app:2");
    }

    [Fact]
    public void A_pod_that_keeps_failing_is_replaced_ever_more_slowly()
    {
        Nodes(1);
        Put();
        var waits = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            Settle();
            _world.Put(Resources.Pods, Pods()[0].WithPhase(PodPhase.Failed));
            var plan = Reconcile();
            if (plan.Due is { } due)
            {
                waits.Add((due - _world.Now).TotalSeconds);
                _world.Advance(due - _world.Now);
                plan = Reconcile();
            }

            plan.Events.ShouldContain(static e => e.Reason == "FailedDaemonPod" && e.Message.EndsWith("on node n0, will try to kill it"));
            Sweep();
        }

        waits.ShouldBe([1, 2, 4]);
    }

    [Fact]
    public void What_failed_before_the_set_was_changed_is_not_held_against_it()
    {
        Nodes(1);
        Put(static spec => spec with { UpdateStrategy = new DaemonSetUpdateStrategy { Type = "OnDelete" } });
        for (var i = 0; i < 4; i++)
        {
            Settle();
            _world.Put(Resources.Pods, Pods()[0].WithPhase(PodPhase.Failed));
            if (Reconcile().Due is not { } due) continue;
            _world.Advance(due - _world.Now);
            Reconcile();
        }

        Settle();
        _world.Put(Resources.Pods, Pods()[0].WithPhase(PodPhase.Failed));
        Reconcile().Deletes.ShouldBeEmpty();
        _world.Put(Resources.DaemonSets, Set() with { Metadata = Set().Metadata with { Generation = 2 }, Spec = Set().Spec with { Template = Make.Template("app:2") } });

        Reconcile().Deletes.ShouldHaveSingleItem();
    }

    [Fact]
    public void However_nodes_and_pods_come_and_go_every_node_ends_with_one_pod() => Script.ForAll(script =>
    {
        var test = new DaemonSetPlannerTests();
        test.Put();
        while (script.HasMore) test.Step(script);
        for (var i = 0; i < 10; i++)
        {
            test._world.Advance(TimeSpan.FromHours(1));
            test.Reconcile();
            test.Sweep();
            test.StartAll();
        }

        test.Settle();
        test.Pods().Select(DaemonPods.TargetNode).Order().ShouldBe(test._world.List<Node>(Resources.Nodes).Select(static n => n.Metadata.Name).Order());
        test.Pods().ShouldAllBe(pod => pod.Spec.Containers[0].Image == test.Set().Spec.Template.Spec.Containers[0].Image);
    }, runs: 40, length: 40);

    private void Step(Script script)
    {
        var name = $"n{script.Choose(4)}";
        switch (script.Choose(6))
        {
            case 0:
                PutNode(name);
                break;
            case 1 when _world.Find<Node>(new(Resources.Nodes, "", name)) is { } node:
                _world.Remove(Resources.Nodes, node);
                foreach (var pod in Pods().Where(p => DaemonPods.TargetNode(p) == name)) _world.Remove(Resources.Pods, pod);
                break;
            case 2:
                var image = $"app:{script.Choose(3)}";
                Change(spec => spec with { Template = Make.Template(image) });
                break;
            case 3:
                StartAll();
                Sweep();
                break;
            default:
                Reconcile(_ => script.Choose(4) > 0);
                break;
        }
    }

    private void Nodes(int count)
    {
        for (var i = 0; i < count; i++) PutNode($"n{i}");
    }

    private void PutNode(string name) => _world.Put(Resources.Nodes, new Node { ApiVersion = "v1", Kind = "Node", Metadata = new ObjectMeta { Name = name } });

    private Node Node(string name) => _world.Get<Node>(Resources.Nodes, name, "");

    private void Put(Func<DaemonSetSpec, DaemonSetSpec>? with = null)
    {
        var spec = new DaemonSetSpec
        {
            Selector = Make.Selector("app=web"), Template = Make.Template(),
            UpdateStrategy = new DaemonSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new() { MaxUnavailable = 1, MaxSurge = 0 } },
        };
        _world.Put(Resources.DaemonSets, new DaemonSet
        {
            ApiVersion = "apps/v1", Kind = "DaemonSet", Metadata = new ObjectMeta { Name = "agent", Namespace = "default" }, Spec = with is null ? spec : with(spec),
        });
    }

    private DaemonSet Set() => _world.Get<DaemonSet>(Resources.DaemonSets, "agent");

    private void Change(Func<DaemonSetSpec, DaemonSetSpec> change) => _world.Put(Resources.DaemonSets, Set() with { Spec = change(Set().Spec) });

    private IReadOnlyList<Pod> Pods() => _world.List<Pod>(Resources.Pods);

    private void StartAll()
    {
        foreach (var pod in Pods().Where(static pod => !pod.IsReady() && !pod.IsDeleting())) _world.Put(Resources.Pods, pod.Ready(_world.Now, DaemonPods.TargetNode(pod)));
    }

    private void Sweep()
    {
        foreach (var pod in Pods().Where(static pod => pod.IsDeleting())) _world.Remove(Resources.Pods, pod);
    }

    private DaemonSetPlan Reconcile(Func<ObjectWrite, bool>? keep = null)
    {
        var set = Set();
        var plan = DaemonSetPlanner.Plan(
            new DaemonSetView(set, _world.List<Node>(Resources.Nodes), _world.ControlledBy<Pod>(Resources.Pods, set), _world.Orphans<Pod>(Resources.Pods),
                _world.ControlledBy<ControllerRevision>(Resources.ControllerRevisions, set)) { Failures = _failures },
            _world.Now, _world.Ids);
        _failures = plan.Failures;
        IEnumerable<ObjectWrite> writes = [.. plan.Revisions, .. plan.Patches, .. plan.Creates, .. plan.Deletes];
        _world.Apply(writes.Where(write => keep is null || keep(write)));
        if (plan.Status is not null) _world.Put(Resources.DaemonSets, Set() with { Status = plan.Status });
        return plan;
    }

    private void Settle()
    {
        for (var round = 0; !Reconcile().IsQuiet; round++)
        {
            round.ShouldBeLessThan(20);
            Sweep();
        }
    }
}
