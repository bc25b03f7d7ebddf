namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes that have the images already first; an image that few nodes have counts less, so that they are not overrun.</summary>
public sealed class ImageLocality : INodeScore
{
    private const long Least = 23L << 20;
    private const long MostPerContainer = 1000L << 20;

    public int Weight => 1;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        var containers = pod.Pod.Spec.InitContainers.Concat(pod.Pod.Spec.Containers).ToArray();
        scores[..nodes.Count].Clear();
        var any = false;
        foreach (var container in containers)
        {
            var image = WithTag(container.Image);
            var share = (double)cluster.NodesWithImage(image) / cluster.Nodes.Count;
            if (share == 0) continue;
            any = true;
            for (var i = 0; i < nodes.Count; i++) scores[i] += Math.Floor(nodes[i].Images.GetValueOrDefault(image) * share);
        }

        if (!any) return false;
        var most = MostPerContainer * containers.Length;
        for (var i = 0; i < nodes.Count; i++) scores[i] = 100.0 * (Math.Clamp(scores[i], Least, most) - Least) / (most - Least);
        return true;
    }

    private static string WithTag(string image) => image.LastIndexOf(':') > image.LastIndexOf('/') ? image : image + ":latest";
}
