namespace Orleans.Kube.Controllers.Nodes;

/// <summary>
/// How long nodes may keep the Secrets and ConfigMaps of their pods without asking again, which is the longer the larger the cluster is
/// (k8s.io/kubernetes/pkg/controller/ttl). Where the steps overlap the one that holds goes on to hold. Not safe for two threads at once.
/// </summary>
public sealed class NodeTtl
{
    /// <summary>On a node: the time in whole seconds.</summary>
    public const string Annotation = "node.alpha.kubernetes.io/ttl";

    private static readonly (int Fewest, int Most, int Seconds)[] Steps =
        [(0, 100, 0), (90, 500, 15), (450, 1000, 30), (900, 2000, 60), (1800, int.MaxValue, 300)];

    private int _step;

    /// <summary>The seconds for a cluster of so many nodes.</summary>
    public int Seconds(int nodes)
    {
        while (nodes > Steps[_step].Most) _step++;
        while (nodes < Steps[_step].Fewest) _step--;
        return Steps[_step].Seconds;
    }

    /// <summary>Whether the annotations say so many seconds.</summary>
    public static bool Says(IReadOnlyDictionary<string, string> annotations, int seconds) =>
        annotations.TryGetValue(Annotation, out var said) && int.TryParse(said, System.Globalization.CultureInfo.InvariantCulture, out var known) && known == seconds;
}
