using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.Controllers.Tests.Nodes;

public sealed class NodePlannerTests
{
    private static readonly NodeOptions Options = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);
    private static readonly Taint Repelling = new() { Key = "k", Value = "v", Effect = TaintEffect.NoExecute };

    [Fact]
    public void A_node_that_says_itself_that_it_is_not_ready_tells_of_its_pods_too()
    {
        var plan = Plan(Node(ConditionStatus.False), Now);

        plan.PodWrites.ShouldBeEmpty();
    }

    [Fact]
    public void The_pods_of_a_silent_node_are_not_ready()
    {
        var plan = Plan(Node(ConditionStatus.True), Now - Options.GracePeriod);

        plan.Status!.Condition(NodeConditionType.Ready)!.Status.ShouldBe(ConditionStatus.Unknown);
        ((Pod)plan.PodWrites.ShouldHaveSingleItem().ShouldBeOfType<ObjectReplacement>().Content).IsReady().ShouldBeFalse();
        plan.Events.Select(static e => e.Message).ShouldBe(["Node n0 status is now: NodeNotReady", "Node is not ready"]);
    }

    [Fact]
    public void An_eviction_that_was_awaited_is_called_off_with_the_taint()
    {
        var tainted = Node(ConditionStatus.True, Repelling);
        var first = Plan(tainted, Now, pod => pod with { Spec = pod.Spec with { Tolerations = [new Toleration { Key = "k", Operator = TolerationOperator.Exists, TolerationSeconds = 60 }] } });
        first.Awaited.ShouldHaveSingleItem();
        first.Events.ShouldBeEmpty();

        var second = NodePlanner.Plan(new NodeView("n0", Node(ConditionStatus.True), [Pod()], Now) { Awaited = first.Awaited }, Options, Now);

        second.Awaited.ShouldBeEmpty();
        var told = second.Events.ShouldHaveSingleItem();
        (told.Reason, told.Message, told.Component).ShouldBe(("TaintManagerEviction", "Cancelling deletion of Pod default/web", "taint-eviction-controller"));
    }

    private static NodePlan Plan(Node node, DateTimeOffset lastSign, Func<Pod, Pod>? change = null)
    {
        var taints = new TaintTimes();
        taints.Look(node.Spec.Taints, Now);
        return NodePlanner.Plan(new NodeView("n0", node, [change is null ? Pod() : change(Pod())], lastSign) { Taints = taints }, Options, Now);
    }

    private static Pod Pod() => Make.Pod("web", "n0").Ready(Now);

    private static Node Node(string ready, params Taint[] taints) => new()
    {
        Metadata = new ObjectMeta { Name = "n0" },
        Spec = new NodeSpec { Taints = taints },
        Status = new NodeStatus { Conditions = [new NodeCondition { Type = NodeConditionType.Ready, Status = ready, Reason = "KubeletSays" }] },
    };
}
