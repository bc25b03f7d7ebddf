using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Scheduling;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>The two classes of what a cluster or a node cannot do without.</summary>
internal static class DefaultPriorityClasses
{
    public static IEnumerable<PriorityClass> All() =>
    [
        Of("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node."),
        Of("system-cluster-critical", 2_000_000_000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."),
    ];

    private static PriorityClass Of(string name, int value, string description) => new()
    {
        ApiVersion = "scheduling.k8s.io/v1", Kind = "PriorityClass", Metadata = new ObjectMeta { Name = name },
        Value = value, Description = description, PreemptionPolicy = PreemptionPolicy.PreemptLowerPriority,
    };
}
