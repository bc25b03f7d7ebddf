using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Cordoned nodes take no new pods, except those that tolerate the taint that stands for it.</summary>
public sealed class NodeUnschedulable : INodeFilter
{
    private static readonly Taint Cordon = new() { Key = "node.kubernetes.io/unschedulable", Effect = TaintEffect.NoSchedule };

    public ClusterChanges Heals => ClusterChanges.Nodes;

    public INodeTest? For(PodDemand pod, IPlacementView cluster) => Tolerations.Tolerate(pod.Pod.Spec.Tolerations, Cordon) ? null : Ready.Instance;

    private sealed class Ready : INodeTest
    {
        public static readonly Ready Instance = new();
        private static readonly Rejection Unschedulable = Rejection.Final("node(s) were unschedulable");

        public Rejection? Test(NodeState node) => node.Node.Spec.Unschedulable ? Unschedulable : null;
    }
}
