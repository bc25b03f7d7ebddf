using Orleans.Kube.Controllers.Scheduling;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

public class PreemptionTests
{
    [Fact]
    public void The_fewest_and_least_important_pods_make_way()
    {
        var cluster = new Cluster().Node("n1").Node("n2")
            .Running(Pod("a", "2", 5), "n1").Running(Pod("b", "2", 5), "n1")
            .Running(Pod("c", "2", 1), "n2").Running(Pod("d", "2", 7), "n2");

        var plan = cluster.Preempt(Pod("vip", "2", 100));

        plan.Node.ShouldBe("n2");
        plan.Victims.ShouldHaveSingleItem().Key.Name.ShouldBe("c");
    }

    [Fact]
    public void Pods_of_the_same_priority_stay()
    {
        var cluster = new Cluster().Node("n1").Node("n2", taints: [new Model.Core.Taint { Key = "x", Effect = "NoSchedule" }]).Running(Pod("a", "4", 100), "n1");
        var vip = Pod("vip", "2", 100);

        cluster.Preempt(vip).Message.ShouldBe(
            "preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.");
    }

    [Fact]
    public void A_disruption_budget_is_respected_where_there_is_a_choice()
    {
        var cluster = new Cluster().Node("n1").Node("n2").Running(Pod("guarded", "4", 1), "n1").Running(Pod("free", "4", 2, "app=other"), "n2");

        var plan = cluster.Preempt(Pod("vip", "2", 100), new DisruptionBudget("default", Make.Selector("app=web"), 0));

        plan.Victims.ShouldHaveSingleItem().Key.Name.ShouldBe("free");
    }

    [Fact]
    public void A_pod_that_must_not_preempt_says_so()
    {
        var cluster = new Cluster().Node("n1").Running(Pod("a", "4", 1), "n1");
        var polite = Cluster.Pod("vip", "2", spec: static p => p with { Priority = 100, PreemptionPolicy = "Never" });

        cluster.Preempt(polite).Message.ShouldBe("preemption: not eligible due to preemptionPolicy=Never.");
    }

    [Fact]
    public void Room_that_was_made_is_kept_for_the_pod_it_was_made_for()
    {
        var cluster = new Cluster().Node("n1");
        cluster.Model.Nominate(Pod("vip", "4", 100), "n1");

        cluster.NodeFor(Pod("late", "1", 1)).ShouldBeNull();
        cluster.NodeFor(Pod("greater", "1", 200)).ShouldBe("n1");
    }

    [Fact]
    public void While_victims_leave_no_others_are_taken()
    {
        var leaving = Pod("a", "4", 1).Pod;
        var cluster = new Cluster().Node("n1").Running(new PodDemand(leaving with { Metadata = leaving.Metadata with { DeletionTimestamp = Cluster.Now } }), "n1");
        var vip = Pod("vip", "2", 100).Pod;

        cluster.Preempt(new PodDemand(vip with { Status = vip.Status with { NominatedNodeName = "n1" } })).Message
            .ShouldBe("preemption: not eligible due to a terminating pod on the nominated node.");
    }

    private static PodDemand Pod(string name, string cpu, int priority, string label = "app=web") =>
        Cluster.Pod(name, cpu, spec: p => p with { Priority = priority }, labels: label);
}
