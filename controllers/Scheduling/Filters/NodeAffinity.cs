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

    private sealed class Ready(PodSpec pod) : INodeTest
    {
        private static readonly Rejection Mismatch = Rejection.Final("node(s) didn't match Pod's node affinity/selector");

        public Rejection? Test(NodeState node) => NodeSelectors.Allow(pod, node.Node) ? null : Mismatch;
    }
}
