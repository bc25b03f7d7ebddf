using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Policy;

namespace Orleans.Kube.Controllers.DisruptionBudgets;

/// <summary>What the PodDisruptionBudget planner looks at.</summary>
/// <param name="Budget">The object.</param>
/// <param name="Pods">The pods that its selector selects.</param>
/// <param name="Scales">How many pods each controller wants (a ReplicaSet's Deployment instead of the set), by the controller's uid.</param>
/// <param name="ControllerOf">The uid of the controller that counts for a pod, by the pod's uid; a pod without one is not in it.</param>
public sealed record DisruptionBudgetView(
    PodDisruptionBudget Budget,
    IReadOnlyList<Pod> Pods,
    IReadOnlyDictionary<string, int> Scales,
    IReadOnlyDictionary<string, string> ControllerOf)
{
    /// <summary>Why the controller of a pod does not say how many pods it wants, by the pod's uid; a controller that is gone is not in it.</summary>
    public IReadOnlyDictionary<string, string> Silent { get; init; } = new Dictionary<string, string>();

    /// <summary>All budgets of the namespace in the order of their names.</summary>
    public IReadOnlyList<PodDisruptionBudget> Budgets { get; init; } = [];
}
