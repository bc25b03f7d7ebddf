namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A node that would suit if these pods left it. Candidates are ordered by how little harm their clearing does.</summary>
internal sealed record Candidate(NodeState Node, IReadOnlyList<PodDemand> Victims, int Violations) : IComparable<Candidate>
{
    private int HighestPriority => Victims[0].Priority;

    private long PrioritySum => Victims.Sum(static victim => (long)victim.Priority + int.MaxValue + 1);

    /// <summary>Of the most important victims, when the one that ran longest was started.</summary>
    private DateTimeOffset Oldest => Victims.Where(victim => victim.Priority == HighestPriority).Min(Started);

    internal static DateTimeOffset Started(PodDemand pod) => pod.Pod.Status.StartTime ?? DateTimeOffset.MaxValue;

    /// <summary>Fewest broken budgets, then the least important victims, then the fewest, then those that ran for the shortest time.</summary>
    public int CompareTo(Candidate? other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Violations != other.Violations) return Violations.CompareTo(other.Violations);
        if (HighestPriority != other.HighestPriority) return HighestPriority.CompareTo(other.HighestPriority);
        if (PrioritySum != other.PrioritySum) return PrioritySum.CompareTo(other.PrioritySum);
        return Victims.Count != other.Victims.Count ? Victims.Count.CompareTo(other.Victims.Count) : other.Oldest.CompareTo(Oldest);
    }
}
