using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A pod runs on nodes that its nodeSelector and its required node affinity select.</summary>
public sealed class NodeAffinity : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes;

    public INodeTest? For(PodDemand pod, IPlacementView cluster) =>
        pod.Pod.Spec.NodeSelector.Count == 0 && pod.Pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is null
            ? null : new Ready(pod.Pod.Spec);

    /// <summary>Terms that exclude each other by their nodes' names.</summary>
    public string? RefusalOf(PodDemand pod, IPlacementView cluster) => OnlyNodes(pod) is { Count: 0 } ? "pod affinity terms conflict" : null;

    /// <summary>Those that every term names, as the terms of a DaemonSet's pods do.</summary>
    public IReadOnlySet<string>? OnlyNodes(PodDemand pod)
    {
        if (pod.Pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is not { NodeSelectorTerms: { Count: > 0 } terms }) return null;
        var names = new HashSet<string>();
        foreach (var term in terms)
        {
            HashSet<string>? named = null;
            foreach (var field in term.MatchFields)
            {
                if (field is not { Key: "metadata.name", Operator: NodeSelectorOperator.In }) continue;
                if (named is null) named = [.. field.Values];
                else named.IntersectWith(field.Values);
            }

            if (named is null) return null;
            names.UnionWith(named);
        }

        return names;
    }

    private sealed class Ready(PodSpec pod) : INodeTest
    {
        private static readonly Rejection Mismatch = Rejection.Final("node(s) didn't match Pod's node affinity/selector");

        public Rejection? Test(NodeState node) => NodeSelectors.Allow(pod, node.Node) ? null : Mismatch;
    }
}
