using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>What of a node decides which pods it takes.</summary>
public static class NodeChanges
{
    /// <summary>Whether every pod that one suits, the other suits too: a heartbeat changes nothing but times.</summary>
    public static bool SuitAlike(Node before, Node now) =>
        before.Spec.Unschedulable == now.Spec.Unschedulable
        && before.Metadata.Labels.Count == now.Metadata.Labels.Count
        && before.Metadata.Labels.Contains(now.Metadata.Labels)
        && before.Spec.Taints.SequenceEqual(now.Spec.Taints)
        && before.Status.Allocatable.Count == now.Status.Allocatable.Count
        && before.Status.Allocatable.All(amount => now.Status.Allocatable.TryGetValue(amount.Key, out var other) && other == amount.Value);
}
