using Orleans.Kube.Controllers;

namespace Orleans.Kube.Grains.Workloads;

/// <summary>A planner's plan as a workload grain carries it out.</summary>
/// <param name="Stages">Writes that are carried out one stage after the other; a refusal ends the run. Creations of a stage start slowly.</param>
/// <param name="Status">The status to write, or null when it is as it should be.</param>
/// <param name="Events">Events that belong to no write.</param>
/// <param name="Due">When to look again although nothing changed.</param>
public sealed record WorkloadPlan(
    IReadOnlyList<IReadOnlyList<ObjectWrite>> Stages,
    ObjectWrite? Status,
    IReadOnlyList<PlannedEvent> Events,
    DateTimeOffset? Due);
