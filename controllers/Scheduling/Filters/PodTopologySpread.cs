using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Pods are spread evenly over the domains of a topology, as their DoNotSchedule constraints say.</summary>
public sealed class PodTopologySpread : INodeFilter
{
    public ClusterChanges Heals => ClusterChanges.Nodes | ClusterChanges.PodsGone | ClusterChanges.PodsPlaced;

    public INodeTest? For(PodDemand pod, IPlacementView cluster)
    {
        TopologySpreadConstraint[] hard = [.. pod.Pod.Spec.TopologySpreadConstraints.Where(static c => c.WhenUnsatisfiable == UnsatisfiableConstraintAction.DoNotSchedule)];
        if (hard.Length == 0) return null;
        var keys = hard.Select(static constraint => constraint.TopologyKey);
        return new Ready([.. hard.Select(constraint => new TopologyCounts(pod, constraint, cluster, keys))]);
    }

    private sealed class Ready(TopologyCounts[] constraints) : INodeTest
    {
        private static readonly Rejection NoLabel = Rejection.Final("node(s) didn't match pod topology spread constraints (missing required label)");
        private static readonly Rejection Skewed = Rejection.Occupied("node(s) didn't match pod topology spread constraints");
        private readonly int[] _minima = [.. constraints.Select(static counts => counts.Minimum)];

        public Rejection? Test(NodeState node)
        {
            for (var i = 0; i < constraints.Length; i++)
            {
                var counts = constraints[i];
                if (!node.Labels.TryGetValue(counts.Constraint.TopologyKey, out var domain)) return NoLabel;
                if (counts.Counts.GetValueOrDefault(domain) + counts.SelfMatches - _minima[i] > counts.Constraint.MaxSkew) return Skewed;
            }

            return null;
        }
    }
}
