using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>Labels that nodes have under two names: the earlier one says what the later one does (k8s.io/kubernetes/pkg/controller/nodelifecycle).</summary>
public static class NodeLabels
{
    private static readonly (string Name, string Earlier)[] Pairs = [("kubernetes.io/os", "beta.kubernetes.io/os"), ("kubernetes.io/arch", "beta.kubernetes.io/arch")];

    /// <summary>The labels that the node lacks or that say something else.</summary>
    public static IReadOnlyDictionary<string, string> Missing(Node node)
    {
        var missing = new Dictionary<string, string>();
        foreach (var (name, earlier) in Pairs)
            if (node.Metadata.Labels.TryGetValue(name, out var value) && node.Metadata.Labels.GetValueOrDefault(earlier) != value) missing[earlier] = value;
        return missing;
    }
}
