namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>How long a pod that keeps failing on a node is left alone before it is replaced: a second, doubling to a quarter of an hour.</summary>
/// <param name="Count">Replacements so far.</param>
/// <param name="Since">The last one.</param>
public readonly record struct FailureBackoff(int Count, DateTimeOffset Since)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>When the next replacement may happen.</summary>
    public DateTimeOffset Until => Count == 0 ? DateTimeOffset.MinValue : Since + Wait;

    private TimeSpan Wait => Count > 20 ? Longest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << (Count - 1)));

    /// <summary>After one more; a long time without failures starts the count anew.</summary>
    public FailureBackoff Next(DateTimeOffset now) => now - Since > 2 * Longest ? new(1, now) : new(Count + 1, now);
}
