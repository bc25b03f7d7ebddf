using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>
/// How pods without constraints of their own are spread: those of the same services and controller, over nodes and zones
/// (https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#internal-default-constraints).
/// </summary>
internal static class DefaultSpread
{
    private static readonly (string Key, int MaxSkew)[] Keys = [("kubernetes.io/hostname", 3), ("topology.kubernetes.io/zone", 5)];

    public static TopologySpreadConstraint[] Of(PodDemand pod, IPlacementView cluster) => cluster.Selectors.Around(pod) is not { } selector ? []
        : [.. Keys.Select(key => new TopologySpreadConstraint
        {
            TopologyKey = key.Key, MaxSkew = key.MaxSkew, WhenUnsatisfiable = UnsatisfiableConstraintAction.ScheduleAnyway, LabelSelector = selector,
        })];
}
