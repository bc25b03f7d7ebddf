namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What to do now for a pod, in order, and when to look again although nothing happened.</summary>
/// <param name="Actions">Stops at the start of the list may be carried out at once; the rest one after the other.</param>
/// <param name="LookAgainAt">The next moment at which time alone changes the plan.</param>
public sealed record PodPlan(IReadOnlyList<PodAction> Actions, DateTimeOffset? LookAgainAt)
{
    public static PodPlan Nothing { get; } = new([], null);
}
