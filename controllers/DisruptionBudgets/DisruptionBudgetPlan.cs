using Orleans.Kube.Model.Policy;

namespace Orleans.Kube.Controllers.DisruptionBudgets;

/// <summary>How much disruption a budget allows now.</summary>
/// <param name="Status">The new status, or null when it is what the object says already.</param>
/// <param name="Due">When an eviction that did not happen stops counting.</param>
public sealed record DisruptionBudgetPlan(PodDisruptionBudgetStatus? Status, IReadOnlyList<PlannedEvent> Events, DateTimeOffset? Due);
