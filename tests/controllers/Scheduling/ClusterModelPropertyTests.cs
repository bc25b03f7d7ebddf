using Orleans.Kube.Controllers.Scheduling;

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

    private static void Place(Cluster cluster, PodDemand pod, Script script, Dictionary<string, PodDemand> placed)
    {
        if (cluster.Place(pod, script.Choose(4)) is not { } chosen) return;
        placed[pod.Uid] = pod;
        var node = cluster.Model.Find(chosen)!;
        node.Requested.MilliCpu.ShouldBeLessThanOrEqualTo(node.Allocatable.MilliCpu);
    }
}
