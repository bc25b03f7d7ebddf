using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Nodes;

public sealed class NodePlannerPropertyTests
{
    private static readonly NodeOptions Options = new();
    private static readonly Taint Foreign = new() { Key = "team", Value = "a", Effect = TaintEffect.NoSchedule };

    [Fact]
    public void A_plan_applied_is_quiet_keeps_the_taints_of_others_and_the_pods_that_tolerate_all() => Script.ForAll(script =>
    {
        var world = new World();
        world.Put(Resources.Nodes, new Node { ApiVersion = "v1", Kind = "Node", Metadata = new ObjectMeta { Name = "n0" }, Spec = new NodeSpec { Taints = [Foreign] } });
        world.Put(Resources.Pods, Pod("patient", new Toleration { Operator = TolerationOperator.Exists }).Ready(world.Now, "n0"));
        world.Put(Resources.Pods, Pod("impatient").Ready(world.Now, "n0"));
        world.Put(Resources.Pods, Pod("waiting", new Toleration { Operator = TolerationOperator.Exists, TolerationSeconds = 300 }).Ready(world.Now, "n0"));
        var lastSign = world.Now;
        while (script.HasMore)
        {
            world.Advance(TimeSpan.FromSeconds(script.Choose(60)));
            Change(world, script, ref lastSign);
            var leave = script.Pick<EvictionLeave>([new(Granted: true, Withdrawn: false, null), new(Granted: false, Withdrawn: true, null), default]);
            for (var round = 0; !IsQuiet(Reconcile(world, lastSign, leave)); round++) round.ShouldBeLessThan(4);

            Node(world).Spec.Taints.ShouldContain(Foreign);
            world.Get<Pod>(Resources.Pods, "patient").Metadata.DeletionTimestamp.ShouldBeNull();
            if (world.Now - lastSign >= Options.StartupGracePeriod) Node(world).IsReady().ShouldBeFalse();
            if (Node(world).IsReady() && !leave.Granted) Node(world).Spec.Taints.ShouldNotContain(static t => t.Effect == TaintEffect.NoExecute);
        }
    });

    private static void Change(World world, Script script, ref DateTimeOffset lastSign)
    {
        var node = Node(world);
        switch (script.Choose(5))
        {
            case 0:
                lastSign = world.Now;
                break;
            case 1 or 2:
                lastSign = world.Now;
                world.Put(Resources.Nodes, node with { Status = new NodeStatus { Conditions = [Condition(NodeConditionType.Ready, script), Condition(NodeConditionType.DiskPressure, script)] } });
                break;
            case 3:
                world.Put(Resources.Nodes, node with { Spec = node.Spec with { Unschedulable = script.Choose(2) == 0 } });
                break;
            default:
                foreach (var gone in world.List<Pod>(Resources.Pods).Where(static p => p.Metadata.DeletionTimestamp is not null)) world.Remove(Resources.Pods, gone);
                break;
        }
    }

    private static NodePlan Reconcile(World world, DateTimeOffset lastSign, EvictionLeave leave)
    {
        var view = new NodeView("n0", Node(world), world.List<Pod>(Resources.Pods), lastSign);
        if (NodePlanner.IsDown(view, Options, world.Now)) view = view with { Leave = leave };
        var plan = NodePlanner.Plan(view, Options, world.Now);
        if (plan.Due is { } due) due.ShouldBeGreaterThan(world.Now);
        if (plan.Status is { } status) world.Put(Resources.Nodes, Node(world) with { Status = status.Status });
        if (plan.Taints is { } taints) world.Put(Resources.Nodes, Node(world) with { Spec = Node(world).Spec with { Taints = taints } });
        if (plan.Ttl is { } ttl) world.Put(Resources.Nodes, Node(world) with { Metadata = Node(world).Metadata with { Annotations = new Dictionary<string, string> { [NodeTtl.Annotation] = $"{ttl}" } } });
        world.Apply(plan.PodWrites);
        return plan;
    }

    private static bool IsQuiet(NodePlan plan) => plan is { Status: null, Taints: null, Ttl: null, PodWrites.Count: 0 };

    private static NodeCondition Condition(string type, Script script) => new() { Type = type, Status = script.Pick(["True", "False", "Unknown"]) };

    private static Pod Pod(string name, params Toleration[] tolerations)
    {
        var pod = Make.Pod(name, "n0");
        return pod with { Spec = pod.Spec with { Tolerations = tolerations } };
    }

    private static Node Node(World world) => world.Get<Node>(Resources.Nodes, "n0", "");
}
