using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes with few PreferNoSchedule taints that the pod does not tolerate first.</summary>
public sealed class PreferredTaints : INodeScore
{
    public int Weight => 3;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            scores[i] = 0;
            foreach (var taint in nodes[i].Node.Spec.Taints)
                if (taint.Effect == TaintEffect.PreferNoSchedule && !Tolerations.Tolerate(pod.Pod.Spec.Tolerations, taint)) scores[i]++;
        }

        return ScoreScale.FewerIsBetter(scores[..nodes.Count]);
    }
}
