using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

public class ClusterModelPropertyTests
{
    [Fact]
    public void Running_sums_equal_a_recount_and_no_node_is_ever_overcommitted() => Script.ForAll(script =>
    {
        var cluster = new Cluster();
        var placed = new Dictionary<string, PodDemand>();
        for (var i = 0; script.HasMore; i++)
        {
            switch (script.Choose(6))
            {
                case 0:
                    cluster.Node($"n{script.Choose(4)}", $"{1 + script.Choose(4)}");
                    break;
                case 1:
                    cluster.Model.RemoveNode($"n{script.Choose(4)}");
                    break;
                case 2 when placed.Count > 0:
                    var gone = script.Pick([.. placed.Keys.Order()]);
                    cluster.Model.Forget(gone);
                    placed.Remove(gone);
                    break;
                default:
                    Place(cluster, Cluster.Pod($"p{i}", $"{100 * (1 + script.Choose(9))}m"), script, placed);
                    break;
            }
        }

        foreach (var node in cluster.Model.Nodes)
            node.Requested.MilliCpu.ShouldBe(placed.Keys.Where(uid => cluster.Model.NodeOf(uid) == node.Name).Sum(uid => placed[uid].Requests.MilliCpu));
        foreach (var uid in placed.Keys) cluster.Model.NodeOf(uid).ShouldNotBeNull();
    });

    [Fact]
    public void What_was_counted_once_stays_what_a_recount_gives() => Script.ForAll(script =>
    {
        var cluster = new Cluster();
        var known = new HashSet<string>();
        for (var i = 0; script.HasMore; i++)
        {
            switch (script.Choose(6))
            {
                case 0:
                    cluster.Node($"n{script.Choose(4)}");
                    break;
                case 1:
                    cluster.Model.RemoveNode($"n{script.Choose(4)}");
                    break;
                case 2 when known.Count > 0:
                    cluster.Model.Forget(script.Pick([.. known.Order()]));
                    break;
                case 3:
                    ShouldCount(cluster, script.Pick(["web", "db", "none"]), script.Pick(["default", "other"]));
                    break;
                default:
                    var pod = Pod($"p{script.Choose(8)}", script);
                    known.Add(pod.Uid);
                    cluster.Model.Place(pod, $"n{script.Choose(4)}");
                    break;
            }
        }

        foreach (var app in (string[])["web", "db", "none"])
            foreach (var space in (string[])["default", "other"]) ShouldCount(cluster, app, space);
        foreach (var uid in known) cluster.Model.Forget(uid);
        cluster.Model.AnyAffinity.ShouldBeFalse();
    });

    private static void ShouldCount(Cluster cluster, string app, string space) => cluster.Model.CountsOf(space, Make.Selector($"app={app}")).ShouldBe(
        cluster.Model.Nodes.ToDictionary(static n => n.Name, n => n.Pods.Count(p => p.Namespace == space && p.Labels["app"] == app && p.Pod.Metadata.DeletionTimestamp is null)).Where(static n => n.Value > 0),
        ignoreOrder: true);

    /// <summary>A pod of either namespace, which may be leaving, and may want to be near others.</summary>
    private static PodDemand Pod(string name, Script script)
    {
        var near = new Affinity { PodAffinity = new PodAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [new PodAffinityTerm { TopologyKey = "zone" }] } };
        var pod = Cluster.Pod(name, labels: [$"app={script.Pick(["web", "db"])}"], spec: p => script.Choose(3) == 0 ? p with { Affinity = near } : p).Pod;
        return new PodDemand(pod with
        {
            Metadata = pod.Metadata with { Namespace = script.Pick(["default", "other"]), DeletionTimestamp = script.Choose(4) == 0 ? Cluster.Now : null },
        });
    }

    private static void Place(Cluster cluster, PodDemand pod, Script script, Dictionary<string, PodDemand> placed)
    {
        if (cluster.Place(pod, script.Choose(4)) is not { } chosen) return;
        placed[pod.Uid] = pod;
        var node = cluster.Model.Find(chosen)!;
        node.Requested.MilliCpu.ShouldBeLessThanOrEqualTo(node.Allocatable.MilliCpu);
    }
}
