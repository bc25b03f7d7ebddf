using Orleans.Kube.Controllers.Scheduling;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

/// <summary>Nodes of any size with pods of any importance: room is made by lesser pods of one node alone, by none that could stay, and wherever it can be.</summary>
public sealed class PreemptionPropertyTests
{
    [Fact]
    public void Room_is_made_where_it_can_be_and_nobody_leaves_for_nothing() => Script.ForAll(static script =>
    {
        var cluster = new Cluster();
        var nodes = 1 + script.Choose(4);
        for (var i = 0; i < nodes; i++) cluster.Node($"n{i}", $"{1 + script.Choose(4)}");
        for (var i = 0; script.HasMore; i++)
        {
            var pod = Cluster.Pod($"p{i}", $"{100 * (1 + script.Choose(15))}m", spec: p => p with { Priority = script.Choose(4) }, labels: script.Choose(2) == 0 ? "app=web" : "app=db");
            if (cluster.Plan(pod).Node is { } node) cluster.Running(pod, node);
        }

        var vip = Cluster.Pod("vip", $"{100 * (1 + script.Choose(30))}m", spec: p => p with { Priority = 1 + script.Choose(4) });
        if (cluster.NodeFor(vip) is not null) return;
        var budget = new DisruptionBudget("default", Make.Selector("app=web"), script.Choose(3));
        var plan = cluster.Preempt(vip, budget);
        if (plan.Node is not { } cleared)
        {
            plan.GivesUp.ShouldBeTrue();
            cluster.Model.Nodes.ShouldAllBe(node => !Fits(node, vip, node.Pods.Where(pod => pod.Priority >= vip.Priority)));
            return;
        }

        var chosen = cluster.Model.Find(cleared)!;
        plan.Victims.ShouldNotBeEmpty();
        plan.Victims.ShouldAllBe(victim => victim.Priority < vip.Priority && chosen.Pods.Contains(victim));
        Fits(chosen, vip, chosen.Pods.Except(plan.Victims)).ShouldBeTrue();
        foreach (var spared in plan.Victims) Fits(chosen, vip, chosen.Pods.Except(plan.Victims).Append(spared)).ShouldBeFalse($"{spared} could have stayed");
    });

    private static bool Fits(NodeState node, PodDemand pod, IEnumerable<PodDemand> others) => node.Allocatable.MilliCpu - others.Sum(static other => other.Requests.MilliCpu) >= pod.Requests.MilliCpu;
}
