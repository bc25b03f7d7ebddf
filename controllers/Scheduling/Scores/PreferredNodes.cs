using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Nodes that the pod's preferred node affinity selects first.</summary>
public sealed class PreferredNodes : INodeScore
{
    public int Weight => 2;

    public bool Score(PodDemand pod, IReadOnlyList<NodeState> nodes, IPlacementView cluster, Span<double> scores)
    {
        var preferred = pod.Pod.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution;
        if (preferred is null or { Count: 0 }) return false;
        for (var i = 0; i < nodes.Count; i++)
        {
            scores[i] = 0;
            foreach (var term in preferred)
                if (NodeSelectors.Selects(term.Preference, nodes[i].Node)) scores[i] += term.Weight;
        }

        return ScoreScale.MoreIsBetter(scores[..nodes.Count]);
    }
}
