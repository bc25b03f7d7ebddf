namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Two pods cannot have the same port of one node.</summary>
public sealed class NodePorts : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes | ClusterChanges.PodsGone;

    public INodeTest? For(PodDemand pod, IPlacementView cluster) => pod.Ports.Count == 0 ? null : new Ready(pod.Ports);

    private sealed class Ready(IReadOnlyList<HostPort> wanted) : INodeTest
    {
        private static readonly Rejection Taken = Rejection.Occupied("node(s) didn't have free ports for the requested pod ports");

        public Rejection? Test(NodeState node)
        {
            foreach (var pod in node.Pods)
                foreach (var used in pod.Ports)
                    foreach (var port in wanted)
                        if (port.ConflictsWith(used)) return Taken;
            return null;
        }
    }
}
