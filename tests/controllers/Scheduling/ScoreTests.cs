using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

public class ScoreTests
{
    [Fact]
    public void The_emptier_node_wins()
    {
        var cluster = new Cluster().Node("n1").Node("n2").Running(Cluster.Pod("busy", "2", "2Gi"), "n1");

        cluster.NodeFor(Cluster.Pod()).ShouldBe("n2");
    }

    [Fact]
    public void Pods_of_one_owner_are_spread_over_nodes_and_zones()
    {
        var cluster = new Cluster().Node("a1", labels: ["topology.kubernetes.io/zone=a"]).Node("a2", labels: ["topology.kubernetes.io/zone=a"])
            .Node("b1", labels: ["topology.kubernetes.io/zone=b"]);
        var set = Make.ReplicaSet();
        cluster.Model.Selectors.Read(set, isGone: false);
        var nodes = Enumerable.Range(0, 4).Select(i => cluster.Place(new PodDemand(Make.Pod($"p{i}", owner: set)), i)!).ToArray();

        nodes.Count(static node => node == "b1").ShouldBe(2);
        nodes.ShouldContain("a1");
        nodes.ShouldContain("a2");
    }

    [Fact]
    public void A_node_with_a_taint_that_only_discourages_comes_last()
    {
        var cluster = new Cluster().Node("n1", taints: [new Taint { Key = "k", Effect = "PreferNoSchedule" }]).Node("n2", "1");

        cluster.NodeFor(Cluster.Pod()).ShouldBe("n2");
    }

    [Fact]
    public void Preferred_node_affinity_outweighs_room()
    {
        var cluster = new Cluster().Node("n1").Node("n2", "1", "1Gi", ["disk=ssd"]);
        var term = new NodeSelectorTerm { MatchExpressions = [new NodeSelectorRequirement { Key = "disk", Operator = "In", Values = ["ssd"] }] };
        var affinity = new Affinity
        {
            NodeAffinity = new Model.Core.NodeAffinity { PreferredDuringSchedulingIgnoredDuringExecution = [new PreferredSchedulingTerm { Weight = 1, Preference = term }] },
        };

        cluster.NodeFor(Cluster.Pod(spec: p => p with { Affinity = affinity })).ShouldBe("n2");
    }

    [Fact]
    public void Preferred_pod_affinity_attracts_and_anti_affinity_repels()
    {
        var cluster = new Cluster().Node("n1").Node("n2").Running(Cluster.Pod("db", labels: "app=db"), "n1");
        var term = new WeightedPodAffinityTerm
        {
            Weight = 100, PodAffinityTerm = new PodAffinityTerm { LabelSelector = Make.Selector("app=db"), TopologyKey = "kubernetes.io/hostname" },
        };

        cluster.NodeFor(Cluster.Pod(spec: p => p with { Affinity = new Affinity { PodAffinity = new PodAffinity { PreferredDuringSchedulingIgnoredDuringExecution = [term] } } })).ShouldBe("n1");
        cluster.NodeFor(Cluster.Pod(spec: p => p with { Affinity = new Affinity { PodAntiAffinity = new PodAntiAffinity { PreferredDuringSchedulingIgnoredDuringExecution = [term] } } })).ShouldBe("n2");
    }

    [Fact]
    public void A_node_that_has_a_large_image_is_preferred_among_equals()
    {
        var cluster = new Cluster().Node("n1")
            .Node("n2", with: static n => n with { Status = n.Status with { Images = [new ContainerImage { Names = ["app:1"], SizeBytes = 900L << 20 }] } });

        cluster.NodeFor(Cluster.Pod()).ShouldBe("n2");
    }

    [Fact]
    public void Soft_spread_constraints_prefer_the_emptier_domain()
    {
        var cluster = new Cluster().Node("n1", labels: ["zone=a"]).Node("n2", "1", "1Gi", ["zone=b"]).Running(Cluster.Pod("x"), "n1");
        var constraint = new TopologySpreadConstraint { MaxSkew = 1, TopologyKey = "zone", WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = Make.Selector("app=web") };

        cluster.NodeFor(Cluster.Pod(spec: p => p with { TopologySpreadConstraints = [constraint] })).ShouldBe("n2");
    }

    [Fact]
    public void Equal_nodes_take_turns_with_the_start()
    {
        var cluster = new Cluster().Node("n1").Node("n2").Node("n3");

        Enumerable.Range(0, 4).Select(start => cluster.Plan(Cluster.Pod(), start).Node).ShouldBe(["n1", "n2", "n3", "n1"]);
    }

    [Fact]
    public void In_a_large_cluster_only_a_part_of_the_nodes_is_looked_at()
    {
        var cluster = new Cluster();
        for (var i = 0; i < 1000; i++) cluster.Node($"n{i:d4}");

        cluster.Plan(Cluster.Pod()).Visited.ShouldBe(420);
        new SchedulerOptions().NodesToFind(5000).ShouldBe(500);
        new SchedulerOptions().NodesToFind(60).ShouldBe(60);
        new SchedulerOptions { PercentageOfNodesToScore = 70 }.NodesToFind(1000).ShouldBe(700);
    }
}
