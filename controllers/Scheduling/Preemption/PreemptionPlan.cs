namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>How room is made for a pod.</summary>
/// <param name="Node">The node to clear, or null when that helps nowhere.</param>
/// <param name="Victims">The pods to evict, the most important first.</param>
/// <param name="Message">Why nothing is cleared, to be appended to the event; empty when something is.</param>
public sealed record PreemptionPlan(string? Node, IReadOnlyList<PodDemand> Victims, string Message)
{
    /// <summary>Whether the pod, if a node was cleared for it before, does not wait for that any more: clearing helps nowhere.</summary>
    public bool GivesUp { get; init; }

    /// <summary>Less important pods that the node was cleared for before: their room is taken, so they look for another.</summary>
    public IReadOnlyList<PodDemand> Displaced { get; init; } = [];

    internal static PreemptionPlan None(string why) => new(null, [], $"preemption: {why}");
}
