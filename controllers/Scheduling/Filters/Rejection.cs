namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Why a node does not suit a pod, in the words of the FailedScheduling event.</summary>
/// <param name="Reasons">One or more; each is counted over the nodes.</param>
/// <param name="EvictionMayHelp">Whether the node could suit if pods left it.</param>
public sealed record Rejection(IReadOnlyList<string> Reasons, bool EvictionMayHelp)
{
    /// <summary>Nothing that happens to pods makes this node suit.</summary>
    public static Rejection Final(string reason) => new([reason], false);

    /// <summary>The node would suit if other pods were not there.</summary>
    public static Rejection Occupied(params IReadOnlyList<string> reasons) => new(reasons, true);
}
