using System.Net;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Tests;

public sealed class Nodes_that_fall_silent
{
    [Fact]
    public async Task A_new_node_gets_pod_addresses_and_is_tainted_until_it_reports()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => cluster.CreateAsync(Objects.Node($"node-{i}"))));
        nodes.Select(static n => n.Spec.PodCIDR).ShouldBeUnique();
        nodes.ShouldAllBe(static n => n.Spec.PodCIDR.StartsWith("10.244.") && n.Spec.PodCIDR.EndsWith("/24"));
        nodes[0].Spec.Taints.ShouldContain(static t => t.Key == NodeTaints.NotReady && t.Effect == TaintEffect.NoSchedule);
        await cluster.ReportReadyAsync("node-0");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-0", "")!.Spec.Taints.Count == 0);
    }

    [Fact]
    public async Task A_node_for_which_no_pod_addresses_are_left_says_so_and_gets_those_that_come_free()
    {
        await using var cluster = await Cluster.StartAsync(routes: true, network: new PodNetwork { Range = IPNetwork.Parse("10.9.0.0/23") });
        var nodes = new List<Node>();
        for (var i = 0; i < 3; i++) nodes.Add(await cluster.CreateAsync(Objects.Node($"node-{i}")));
        nodes.Select(static n => n.Spec.PodCIDR).ShouldBe(["10.9.0.0/24", "10.9.1.0/24", ""]);
        var seen = await cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Select(static o => o.As<Event>()).FirstOrDefault(static e => e.Reason == "CIDRNotAvailable"));
        (seen.Type, seen.InvolvedObject.Name, seen.Message, seen.Source.Component).ShouldBe(("Normal", "node-2", "Node node-2 status is now: CIDRNotAvailable", "cidrAllocator"));

        await cluster.DeleteAsync(nodes[0]);
        await cluster.PassAsync(TimeSpan.FromMinutes(1), _ => cluster.Find<Node>("node-2", "")!.Spec is { PodCIDR: "10.9.0.0/24", PodCIDRs: ["10.9.0.0/24"] });
    }

    [Fact]
    public async Task A_node_that_brings_pod_addresses_keeps_them_though_another_has_them()
    {
        await using var cluster = await Cluster.StartAsync(routes: true, network: new PodNetwork { Range = IPNetwork.Parse("10.9.0.0/23") });
        await cluster.CreateAsync(Objects.Node("node-0"));
        var brings = Objects.Node("node-1");
        var same = await cluster.CreateAsync(brings with { Spec = brings.Spec with { PodCIDR = "10.9.0.0/24" } });
        same.Spec.PodCIDRs.ShouldBe(["10.9.0.0/24"]);

        (await cluster.CreateAsync(Objects.Node("node-2"))).Spec.PodCIDR.ShouldBe("10.9.1.0/24");
        var late = await cluster.CreateAsync(Objects.Node("node-3"));
        late.Spec.PodCIDR.ShouldBeEmpty();
        await cluster.PatchAsync(late, "{\"spec\":{\"podCIDR\":\"10.9.1.0/24\",\"podCIDRs\":[\"10.9.1.0/24\"]}}");
        await cluster.DeleteAsync(cluster.Find<Node>("node-2", "")!);
        (await cluster.CreateAsync(Objects.Node("node-4"))).Spec.PodCIDR.ShouldBeEmpty("node-3 has it still");
    }

    [Fact]
    public async Task A_node_says_how_long_objects_may_be_kept_whatever_others_write_there()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var node = await cluster.CreateAsync(Objects.Node("node-1"));
        node.Metadata.Annotations["node.alpha.kubernetes.io/ttl"].ShouldBe("0");
        await cluster.PatchAsync(node, "{\"metadata\":{\"annotations\":{\"node.alpha.kubernetes.io/ttl\":\"7\"}}}");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Metadata.Annotations["node.alpha.kubernetes.io/ttl"] == "0");
    }

    [Fact]
    public async Task A_silent_node_is_unknown_after_40_s_and_its_pods_go_after_300_more()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Objects.Node("node-1"));
        await cluster.CreateAsync(Objects.Node("alive"));
        await cluster.ReportReadyAsync("node-1");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Count == 0);
        await cluster.RunPodAsync("web", "10.244.0.5", node: "node-1");

        await PassAsync(cluster, 41);
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Condition("Ready")!.Status == "Unknown");
        cluster.Find<Node>("node-1", "")!.Condition("Ready")!.Message.ShouldBe("Kubelet stopped posting node status.");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Any(static t => t.Key == NodeTaints.Unreachable && t.Effect == TaintEffect.NoExecute));
        await cluster.EventuallyAsync(_ => !cluster.Find<Pod>("web")!.IsReady());
        cluster.Find<Pod>("web")!.Metadata.DeletionTimestamp.ShouldBeNull();

        await PassAsync(cluster, 301);
        await cluster.EventuallyAsync(_ => cluster.Find<Pod>("web")!.Metadata.DeletionTimestamp is not null);
        cluster.Find<Pod>("web")!.Condition(PodConditionType.DisruptionTarget)!.Reason.ShouldBe("DeletionByTaintManager");
        await cluster.EventuallyAsync(view => view.List(Resources.Events, "default").Any(static o => o.As<Event>().Message == "Marking for deletion Pod default/web"));
    }

    [Fact]
    public async Task Every_renewal_of_its_lease_gives_a_node_its_full_time()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Objects.Namespace("kube-node-lease"));
        await cluster.CreateAsync(Objects.Node("node-1"));
        await cluster.ReportReadyAsync("node-1");
        var lease = await cluster.CreateAsync(new Lease
        {
            ApiVersion = "coordination.k8s.io/v1", Kind = "Lease", Metadata = new ObjectMeta { Name = "node-1", Namespace = "kube-node-lease" },
            Spec = new LeaseSpec { HolderIdentity = "node-1", LeaseDurationSeconds = 40, RenewTime = new MicroTime(cluster.Time.GetUtcNow()) },
        });
        for (var i = 0; i < 4; i++)
        {
            await cluster.SettleAsync();
            cluster.Time.Advance(TimeSpan.FromSeconds(30));
            await cluster.ReplaceAsync(lease with { Metadata = lease.Metadata with { ResourceVersion = "" }, Spec = lease.Spec with { RenewTime = new MicroTime(cluster.Time.GetUtcNow()) } });
        }

        await cluster.SettleAsync();
        cluster.Time.Advance(TimeSpan.FromSeconds(39));
        await cluster.SettleAsync();
        cluster.Find<Node>("node-1", "")!.IsReady().ShouldBeTrue();
        await cluster.PassAsync(TimeSpan.FromSeconds(2), _ => !cluster.Find<Node>("node-1", "")!.IsReady());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task Setting_the_clock_makes_no_node_silent_and_hides_no_silence(int minutes)
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var node = await cluster.CreateAsync(Objects.Node("node-1"));
        await cluster.CreateAsync(Objects.Node("alive"));
        await cluster.ReportReadyAsync("node-1");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Count == 0);

        cluster.Time.Set(TimeSpan.FromMinutes(minutes));
        await cluster.PatchAsync(node, "{\"metadata\":{\"labels\":{\"looked\":\"at\"}}}");
        await cluster.SettleAsync();
        cluster.Find<Node>("node-1", "")!.IsReady().ShouldBeTrue();
        await PassAsync(cluster, 42);
        await cluster.EventuallyAsync(_ => !cluster.Find<Node>("node-1", "")!.IsReady());
    }

    [Fact]
    public async Task A_node_that_comes_back_in_time_keeps_its_pods()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.CreateAsync(Objects.Node("node-1"));
        await cluster.CreateAsync(Objects.Node("alive"));
        await cluster.ReportReadyAsync("node-1");
        await cluster.RunPodAsync("web", "10.244.0.5", node: "node-1");
        await PassAsync(cluster, 41);
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Any(static t => t.Effect == TaintEffect.NoExecute));
        await cluster.ReportReadyAsync("node-1");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Count == 0);
        cluster.Find<Pod>("web")!.Metadata.DeletionTimestamp.ShouldBeNull();
    }

    [Fact]
    public async Task Where_no_node_is_heard_of_pods_stay_and_afterwards_every_node_gets_its_full_time()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        foreach (var name in (string[])["node-1", "node-2"])
        {
            await cluster.CreateAsync(Objects.Node(name));
            await cluster.ReportReadyAsync(name);
        }

        await cluster.PassAsync(TimeSpan.FromSeconds(41), _ => !cluster.Find<Node>("node-1", "")!.IsReady() && !cluster.Find<Node>("node-2", "")!.IsReady());
        await cluster.PassAsync(TimeSpan.FromSeconds(10), _ => cluster.Find<Node>("node-1", "")!.Spec.Taints is [{ Effect: TaintEffect.NoSchedule }]);
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-2", "")!.Spec.Taints is [{ Effect: TaintEffect.NoSchedule }]);

        await cluster.ReportReadyAsync("node-2");
        await PassAsync(cluster, 30, "node-2");
        cluster.Find<Node>("node-1", "")!.Spec.Taints.ShouldAllBe(static t => t.Effect == TaintEffect.NoSchedule);
        await PassAsync(cluster, 20, "node-2");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Any(static t => t.Effect == TaintEffect.NoExecute));
    }

    [Fact]
    public async Task The_pods_of_a_deleted_node_are_removed_after_a_while()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var node = await cluster.CreateAsync(Objects.Node("node-1"));
        await cluster.ReportReadyAsync("node-1");
        await cluster.RunPodAsync("web", "10.244.0.5", node: "node-1");
        await cluster.DeleteAsync(node);
        await cluster.PassAsync(TimeSpan.FromSeconds(41), _ => cluster.Find<Pod>("web") is null);
    }

    [Fact]
    public async Task A_cordoned_node_is_tainted()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var node = await cluster.CreateAsync(Objects.Node("node-1"));
        await cluster.ReportReadyAsync("node-1");
        await cluster.PatchAsync(node, "{\"spec\":{\"unschedulable\":true}}");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints is [{ Key: NodeTaints.Unschedulable }]);
        await cluster.PatchAsync(node, "{\"spec\":{\"unschedulable\":false}}");
        await cluster.EventuallyAsync(_ => cluster.Find<Node>("node-1", "")!.Spec.Taints.Count == 0);
    }

    /// <summary>Lets time pass in which one node lives on.</summary>
    private static async Task PassAsync(Cluster cluster, int seconds, string alive = "alive")
    {
        for (; seconds > 0; seconds -= 20)
        {
            await cluster.ReportReadyAsync(alive);
            await cluster.SettleAsync();
            cluster.Time.Advance(TimeSpan.FromSeconds(Math.Min(20, seconds)));
        }

        await cluster.SettleAsync();
    }
}
