namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A pod that names its node runs there or nowhere.</summary>
public sealed class NodeName : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes;

    public INodeTest? For(PodDemand pod, IPlacementView cluster) => pod.Pod.Spec.NodeName.Length == 0 ? null : new Ready(pod.Pod.Spec.NodeName);

    private sealed class Ready(string name) : INodeTest
    {
        private static readonly Rejection Other = Rejection.Final("node(s) didn't match the requested node name");

        public Rejection? Test(NodeState node) => node.Name == name ? null : Other;
    }
}
