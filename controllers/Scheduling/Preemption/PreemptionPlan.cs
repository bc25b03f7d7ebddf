namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>How room is made for a pod.</summary>
/// <param name="Node">The node to clear, or null when that helps nowhere.</param>
/// <param name="Victims">The pods to evict, the most important first.</param>
/// <param name="Message">Why nothing is cleared, to be appended to the event; empty when something is.</param>
public sealed record PreemptionPlan(string? Node, IReadOnlyList<PodDemand> Victims, string Message)
{
    internal static PreemptionPlan None(string why) => new(null, [], $"preemption: {why}");
}
