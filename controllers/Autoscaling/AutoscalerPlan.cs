using Orleans.Kube.Model.Autoscaling;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>What an autoscaler does.</summary>
/// <param name="Replicas">The new size of the target, or null when it stays.</param>
/// <param name="Reason">Why it changes.</param>
/// <param name="Status">The status to write if all goes well; its conditions say so.</param>
/// <param name="Memory">What it remembers until the next look.</param>
/// <param name="Events">Events whatever comes of it.</param>
public sealed record AutoscalerPlan(
    int? Replicas, string Reason, HorizontalPodAutoscalerStatus Status, AutoscalerMemory Memory, IReadOnlyList<PlannedEvent> Events);
