using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes keep pods away that do not tolerate their taints.</summary>
public sealed class TaintToleration : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes;

    public INodeTest For(PodDemand pod, IPlacementView cluster) => new Ready(pod.Pod.Spec.Tolerations);

    private sealed class Ready(IReadOnlyList<Toleration> tolerations) : INodeTest
    {
        public Rejection? Test(NodeState node)
        {
            foreach (var taint in node.Node.Spec.Taints)
            {
                if (taint.Effect == TaintEffect.PreferNoSchedule || Tolerations.Tolerate(tolerations, taint)) continue;
                return Rejection.Final($"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}");
            }

            return null;
        }
    }
}
