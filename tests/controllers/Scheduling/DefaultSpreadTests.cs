using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

/// <summary>Pods without constraints of their own are spread like those of the same services and controller. Nodes a and b are in zone 1, x and y in zone 2.</summary>
public sealed class DefaultSpreadTests
{
    private static readonly string[] Four = ["a", "b", "x", "y"];

    /// <summary>How many pods of its ReplicaSet are on each node, which nodes have a zone, and the scores.</summary>
    [Theory]
    [InlineData("0 0 0 0", "a b x y", "100 100 100 100")]
    [InlineData("2 1 0 3", "a b x y", "75 87 100 62")]
    [InlineData("2 0 1 0", "a b x y", "58 83 83 100")]
    [InlineData("2 1 0 3", "", "42 71 100 28")]
    [InlineData("2 1 0 0", "a b", "14 28 100 100")]
    public void Few_on_the_node_and_in_the_zone_is_best(string pods, string zoned, string scores)
    {
        var cluster = Nodes(zoned.Split(' '));
        cluster.Model.Selectors.Read(Set("hash=1"), isGone: false);
        foreach (var (i, count) in pods.Split(' ').Index())
            for (var n = 0; n < int.Parse(count); n++) cluster.Running(Pod($"{Four[i]}{n}", owned: true, "app=web", "hash=1"), Four[i]);
        Scores(cluster, Pod("p", owned: true, "app=web", "hash=1")).ShouldBe(scores);
    }

    /// <summary>What the service and the ReplicaSet select, if there are such, whether the pod is the set's, and which of the pods w1 (hash=1), w2 (hash=2) and db count.</summary>
    [Theory]
    [InlineData(null, null, true, "")]
    [InlineData(null, "hash=1", true, "w1")]
    [InlineData(null, "hash=1", false, "")]
    [InlineData("app=web", null, true, "w1 w2")]
    [InlineData("app=web", null, false, "w1 w2")]
    [InlineData("app=web", "hash=1", true, "w1")]
    [InlineData("app=web", "hash=1", false, "w1 w2")]
    [InlineData("app=other", null, true, "")]
    [InlineData("", null, true, "")]
    [InlineData("tier=front", "hash=1", true, "w1")]
    [InlineData("tier=front", null, true, "w1 w2 db")]
    public void Those_of_its_services_and_its_controller_count(string? service, string? set, bool owned, string counted)
    {
        var cluster = Nodes([]);
        if (service is not null) cluster.Model.Selectors.Read(Selecting(service), isGone: false);
        if (set is not null) cluster.Model.Selectors.Read(Set(set), isGone: false);
        var others = new Dictionary<string, string>
        {
            ["w1"] = "app=web hash=1 tier=front", ["w2"] = "app=web hash=2 tier=front", ["db"] = "app=db hash=3 tier=front",
        };
        var selector = cluster.Model.Selectors.Around(Pod("p", owned, "app=web", "hash=1", "tier=front"));
        string.Join(' ', others.Where(other => selector.Selects(Make.Labels(other.Value.Split(' ')))).Select(static other => other.Key)).ShouldBe(counted);
    }

    [Fact]
    public void What_is_gone_or_elsewhere_selects_no_more()
    {
        var cluster = Nodes([]);
        var pod = Pod("p", owned: true, "app=web", "hash=1");
        cluster.Model.Selectors.Read(Selecting("app=web") with { Metadata = new ObjectMeta { Name = "svc", Namespace = "other" } }, isGone: false);
        cluster.Model.Selectors.Around(pod).ShouldBeNull();
        cluster.Model.Selectors.Read(Selecting("app=web"), isGone: false);
        cluster.Model.Selectors.Around(pod)!.MatchLabels.ShouldBe(Make.Labels("app=web"));
        cluster.Model.Selectors.Read(Selecting("hash=1"), isGone: false);
        cluster.Model.Selectors.Around(pod)!.MatchLabels.ShouldBe(Make.Labels("hash=1"));
        cluster.Model.Selectors.Read(Selecting("hash=1"), isGone: true);
        cluster.Model.Selectors.Around(pod).ShouldBeNull();
    }

    [Fact]
    public void A_pod_with_constraints_of_its_own_is_spread_by_those_alone()
    {
        var cluster = Nodes(Four);
        cluster.Model.Selectors.Read(Selecting("app=web"), isGone: false);
        cluster.Running(Pod("w1", owned: false, "app=web"), "a");
        var hard = new TopologySpreadConstraint { MaxSkew = 9, TopologyKey = "kubernetes.io/hostname", WhenUnsatisfiable = "DoNotSchedule", LabelSelector = Make.Selector("app=web") };
        Scores(cluster, Cluster.Pod("p", spec: p => p with { TopologySpreadConstraints = [hard] })).ShouldBe("");
    }

    private static Cluster Nodes(string[] zoned)
    {
        var cluster = new Cluster();
        foreach (var (i, name) in Four.Index()) cluster.Node(name, labels: zoned.Contains(name) ? [$"topology.kubernetes.io/zone={(i < 2 ? 1 : 2)}"] : []);
        return cluster;
    }

    private static ReplicaSet Set(string selector) => Make.ReplicaSet() with { Spec = new ReplicaSetSpec { Selector = Make.Selector(selector) } };

    private static Service Selecting(string labels) => new()
    {
        Metadata = new ObjectMeta { Name = "svc", Namespace = "default" }, Spec = new ServiceSpec { Selector = labels.Length == 0 ? Make.Labels() : Make.Labels(labels) },
    };

    private static PodDemand Pod(string name, bool owned, params string[] labels) => new(Make.Pod(name, owner: owned ? Make.ReplicaSet() : null, labels: labels));

    private static string Scores(Cluster cluster, PodDemand pod)
    {
        var scores = new double[4];
        return new TopologyBalance().Score(pod, cluster.Model.Nodes, cluster.Model, scores) ? string.Join(' ', scores.Select(Math.Floor)) : "";
    }
}
