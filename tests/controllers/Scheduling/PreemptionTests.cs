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

    /// <summary>Only those who leave to make way are waited for, and only on a node that suits once they are gone.</summary>
    [Theory]
    [InlineData("PreemptionByScheduler", true, "preemption: not eligible due to a terminating pod on the nominated node.")]
    [InlineData("EvictionByEvictionAPI", true, "")]
    [InlineData("", true, "")]
    [InlineData("PreemptionByScheduler", false, "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.")]
    public void While_victims_leave_no_others_are_taken(string disruption, bool suits, string message)
    {
        var leaving = Pod("a", "4", 1).Pod;
        leaving = leaving with
        {
            Metadata = leaving.Metadata with { DeletionTimestamp = Cluster.Now },
            Status = leaving.Status with { Conditions = disruption.Length == 0 ? [] : [new() { Type = "DisruptionTarget", Status = "True", Reason = disruption }] },
        };
        var cluster = new Cluster().Node("n1", taints: suits ? [] : [new() { Key = "x", Effect = "NoSchedule" }]).Running(new PodDemand(leaving), "n1");
        var vip = Pod("vip", "2", 100).Pod;

        cluster.Preempt(new PodDemand(vip with { Status = vip.Status with { NominatedNodeName = "n1" } })).Message.ShouldBe(message);
    }

    [Fact]
    public void What_still_stands_in_the_way_on_a_cleared_node_is_said()
    {
        var cluster = new Cluster().Node("n1").Node("n2", "1").Node("n3", taints: [new() { Key = "x", Effect = "NoSchedule" }])
            .Running(Pod("a", "3", 100), "n1").Running(Pod("b", "500m", 1), "n1").Running(Pod("c", "500m", 1), "n2");
        var plan = cluster.Preempt(Pod("vip", "2", 100));
        plan.Message.ShouldBe("preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 Insufficient cpu.");
        plan.GivesUp.ShouldBeTrue();
    }

    [Fact]
    public void Less_important_pods_that_wait_for_the_node_look_for_another()
    {
        var cluster = new Cluster().Node("n1").Running(Pod("a", "4", 1), "n1");
        cluster.Model.Nominate(Pod("waiting", "4", 50), "n1");
        cluster.Model.Nominate(Pod("peer", "100m", 100), "n1");
        var plan = cluster.Preempt(Pod("vip", "2", 100));
        (plan.Node, plan.Displaced.ShouldHaveSingleItem().Key.Name).ShouldBe(("n1", "waiting"));
    }

    /// <summary>The victims on two nodes as name:priority, those on n1 before those on n2, and which node is cleared of whom.</summary>
    [Theory]
    [InlineData("a:5 b:5", "c:1 d:7", "n2", "c")]
    [InlineData("a:10 b:1", "c:10 d:10", "n1", "b")]
    [InlineData("a:3 b:3 c:3 d:3", "e:3 f:3", "n2", "f")]
    [InlineData("a:100 b:2", "c:100 d:1", "n2", "d")]
    [InlineData("a:1", "b:2", "n1", "a")]
    [InlineData("a:100 b:100", "c:200 d:9", "n2", "d")]
    public void The_node_is_cleared_where_that_does_least_harm(string first, string second, string node, string victims)
    {
        var cluster = new Cluster().Node("n1").Node("n2");
        foreach (var (name, pods) in (ReadOnlySpan<(string, string)>)[("n1", first), ("n2", second)])
        {
            var all = pods.Split(' ');
            foreach (var pod in all) cluster.Running(Pod(pod.Split(':')[0], $"{4000 / all.Length}m", int.Parse(pod.Split(':')[1])), name);
        }

        var plan = cluster.Preempt(Pod("vip", "2", 100));
        (plan.Node, string.Join(',', plan.Victims.Select(static v => v.Key.Name).Order())).ShouldBe((node, victims));
    }

    [Fact]
    public void Pods_that_are_evicted_already_are_charged_no_budget()
    {
        var cluster = new Cluster().Node("n1").Node("n2").Running(Pod("guarded", "4", 1), "n1").Running(Pod("free", "4", 2, "app=other"), "n2");
        var budget = new DisruptionBudget("default", Make.Selector("app=web"), 0) { Evicted = ["guarded"] };

        cluster.Preempt(Pod("vip", "2", 100), budget).Victims.ShouldHaveSingleItem().Key.Name.ShouldBe("guarded");
    }

    private static PodDemand Pod(string name, string cpu, int priority, string label = "app=web") =>
        Cluster.Pod(name, cpu, spec: p => p with { Priority = priority }, labels: label);
}
