namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>How the scheduler trades the best node for speed, and how it paces itself.</summary>
public sealed record SchedulerOptions
{
    /// <summary>The share of nodes, in percent, among which the best is taken; 0 lets the size of the cluster decide (50 for a hundred nodes, down to 5).</summary>
    public int PercentageOfNodesToScore { get; init; }

    /// <summary>At least so many suitable nodes are compared.</summary>
    public int FewestNodesToScore { get; init; } = 100;

    /// <summary>The wait after a first attempt that failed; it doubles with each further one.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A pod that fits nowhere is tried again after this time, whatever happens.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many pods are placed before their bindings are carried out together.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>How many suitable nodes to look for among so many.</summary>
    public int NodesToFind(int nodes)
    {
        if (nodes <= FewestNodesToScore) return nodes;
        var percentage = PercentageOfNodesToScore > 0 ? PercentageOfNodesToScore : Math.Max(5, 50 - (nodes / 125));
        return Math.Max(FewestNodesToScore, (int)((long)nodes * Math.Min(percentage, 100) / 100));
    }
}
