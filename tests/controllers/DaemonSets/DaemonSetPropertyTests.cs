using Orleans.Kube.Controllers.DaemonSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.DaemonSets;

public sealed class DaemonSetPropertyTests
{
    [Fact]
    public void Whatever_happens_every_node_ends_with_one_pod_of_the_newest_template_and_others_are_left_alone() => Script.ForAll(script =>
    {
        var world = new Scene(script.Choose(3), script.Choose(2));
        while (script.HasMore) world.Step(script);
        world.Settle();
    });

    /// <summary>A DaemonSet on nodes that come, go and fail.</summary>
    private sealed class Scene
    {
        private readonly World _world = new();
        private readonly Pod _foreign;
        private IReadOnlyDictionary<string, FailureBackoff> _failures = new Dictionary<string, FailureBackoff>();
        private int _images;

        public Scene(int unavailable, int surge)
        {
            _world.Put(Resources.DaemonSets, new DaemonSet
            {
                ApiVersion = "apps/v1", Kind = "DaemonSet", Metadata = new ObjectMeta { Name = "agent", Namespace = "default" },
                Spec = new DaemonSetSpec
                {
                    Selector = Make.Selector("app=web"), Template = Make.Template(),
                    UpdateStrategy = new DaemonSetUpdateStrategy
                    {
                        Type = "RollingUpdate", RollingUpdate = surge > 0 ? new() { MaxSurge = 1, MaxUnavailable = 0 } : new() { MaxUnavailable = unavailable + 1, MaxSurge = 0 },
                    },
                },
            });
            _foreign = _world.Put(Resources.Pods, Make.Pod("foreign", "n0", _world.Put(Resources.ReplicaSets, Make.ReplicaSet("stranger"))).Ready(_world.Now));
        }

        private DaemonSet Set => _world.Get<DaemonSet>(Resources.DaemonSets, "agent");

        private IReadOnlyList<Pod> Own => _world.ControlledBy<Pod>(Resources.Pods, Set);

        public void Step(Script script)
        {
            _world.Advance(TimeSpan.FromSeconds(script.Choose(20)));
            switch (script.Choose(9))
            {
                case 0 or 1:
                    PutNode(script, script.Choose(5));
                    break;
                case 2:
                    if (_world.Find<Node>(new(Resources.Nodes, "", $"n{script.Choose(5)}")) is { } gone) RemoveNode(gone);
                    break;
                case 3 when Own.Count > 0:
                    var failed = script.Pick(Own);
                    _world.Put(Resources.Pods, failed.WithPhase(PodPhase.Failed));
                    break;
                case 4 when Own.Count > 0:
                    _world.Remove(Resources.Pods, script.Pick(Own));
                    break;
                case 5:
                    _world.Put(Resources.DaemonSets, Set with { Spec = Set.Spec with { Template = Make.Template($"app:{++_images % 3}") } });
                    break;
                case 6:
                    StartAll();
                    break;
                case 7:
                    Reconcile(_ => script.Choose(3) > 0);
                    break;
                default:
                    Reconcile(static _ => true);
                    break;
            }
        }

        public void Settle()
        {
            for (var round = 0; ; round++)
            {
                round.ShouldBeLessThan(60);
                _world.Advance(TimeSpan.FromMinutes(20));
                Sweep();
                StartAll();
                if (Reconcile(static _ => true).IsQuiet && Own.All(static p => p.IsReady() && !p.IsDeleting())) break;
            }

            var nodes = _world.List<Node>(Resources.Nodes).Where(static n => n.Spec.Taints.Count == 0).Select(static n => n.Metadata.Name).Order().ToList();
            Own.Select(DaemonPods.TargetNode).Order().ShouldBe(nodes);
            Own.ShouldAllBe(p => p.Spec.Containers[0].Image == Set.Spec.Template.Spec.Containers[0].Image);
            (Set.Status.DesiredNumberScheduled, Set.Status.NumberAvailable, Set.Status.UpdatedNumberScheduled).ShouldBe((nodes.Count, nodes.Count, nodes.Count));
            _world.Get<Pod>(Resources.Pods, "foreign").ShouldBe(_foreign);
        }

        private void PutNode(Script script, int number) => _world.Put(Resources.Nodes, new Node
        {
            ApiVersion = "v1", Kind = "Node", Metadata = new ObjectMeta { Name = $"n{number}" },
            Spec = new NodeSpec { Taints = script.Choose(4) == 0 ? [new Taint { Key = "k", Effect = TaintEffect.NoExecute }] : [] },
        });

        /// <summary>A node that goes takes its pods along.</summary>
        private void RemoveNode(Node node)
        {
            _world.Remove(Resources.Nodes, node);
            foreach (var pod in Own.Where(p => DaemonPods.TargetNode(p) == node.Metadata.Name)) _world.Remove(Resources.Pods, pod);
        }

        private void StartAll()
        {
            foreach (var pod in Own.Where(static p => !p.IsReady() && !p.IsDeleting() && p.Status.Phase != PodPhase.Failed))
                _world.Put(Resources.Pods, pod.Ready(_world.Now, DaemonPods.TargetNode(pod)));
        }

        private void Sweep()
        {
            foreach (var pod in Own.Where(static p => p.IsDeleting())) _world.Remove(Resources.Pods, pod);
        }

        private DaemonSetPlan Reconcile(Func<ObjectWrite, bool> keep)
        {
            var plan = DaemonSetPlanner.Plan(
                new DaemonSetView(Set, _world.List<Node>(Resources.Nodes), Own, _world.Orphans<Pod>(Resources.Pods), _world.ControlledBy<ControllerRevision>(Resources.ControllerRevisions, Set)) { Failures = _failures },
                _world.Now, _world.Ids);
            _failures = plan.Failures;
            IEnumerable<ObjectWrite> writes = [.. plan.Revisions, .. plan.Patches, .. plan.Creates, .. plan.Deletes];
            _world.Apply(writes.Where(keep));
            if (plan.Status is not null) _world.Put(Resources.DaemonSets, Set with { Status = plan.Status });
            Own.Where(static p => p.IsActive()).GroupBy(static p => (DaemonPods.TargetNode(p), p.Spec.Containers[0].Image)).ShouldAllBe(static group => group.Count() == 1);
            return plan;
        }
    }
}
