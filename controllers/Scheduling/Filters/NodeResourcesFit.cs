namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>What the pods of a node ask for must not exceed what the node has, nor their number what it takes.</summary>
public sealed class NodeResourcesFit : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes | ClusterChanges.PodsGone | ClusterChanges.PodsShrunk;

    public INodeTest For(PodDemand pod, IPlacementView cluster) => new Ready(pod.Requests);

    private sealed class Ready(Amounts wanted) : INodeTest
    {
        public Rejection? Test(NodeState node)
        {
            var (total, used) = (node.Allocatable, node.Requested);
            if (node.Pods.Count < node.MaxPods
                && Fits(wanted.MilliCpu, used.MilliCpu, total.MilliCpu)
                && Fits(wanted.Memory, used.Memory, total.Memory)
                && Fits(wanted.Storage, used.Storage, total.Storage)
                && wanted.Others.Count == 0) return null;
            return Explain(node);
        }

        private static bool Fits(long wanted, long used, long total) => wanted == 0 || wanted <= total - used;

        private Rejection? Explain(NodeState node)
        {
            var (total, used) = (node.Allocatable, node.Requested);
            var reasons = new List<string>(1);
            if (node.Pods.Count >= node.MaxPods) reasons.Add("Too many pods");
            Compare("cpu", wanted.MilliCpu, used.MilliCpu, total.MilliCpu);
            Compare("memory", wanted.Memory, used.Memory, total.Memory);
            Compare("ephemeral-storage", wanted.Storage, used.Storage, total.Storage);
            foreach (var (name, amount) in wanted.Others) Compare(name, amount, used.Others.GetValueOrDefault(name), total.Others.GetValueOrDefault(name));
            return reasons.Count == 0 ? null : Rejection.Occupied(reasons);

            void Compare(string name, long amount, long taken, long all)
            {
                if (!Fits(amount, taken, all)) reasons.Add($"Insufficient {name}");
            }
        }
    }
}
