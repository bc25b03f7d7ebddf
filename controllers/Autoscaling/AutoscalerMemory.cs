namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>What an autoscaler remembers from one look to the next: what it would have done, and what it did. Lost with its grain, as in Kubernetes.</summary>
public sealed record AutoscalerMemory(IReadOnlyList<AutoscalerMemory.Entry> Recommendations, IReadOnlyList<AutoscalerMemory.Entry> Growths, IReadOnlyList<AutoscalerMemory.Entry> Shrinkages)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static AutoscalerMemory Empty { get; } = new([], [], []);

    public AutoscalerMemory Recommend(DateTimeOffset now, int replicas) => this with { Recommendations = Add(Recommendations, now, replicas) };

    public AutoscalerMemory Scaled(DateTimeOffset now, int from, int to) => to > from
        ? this with { Growths = Add(Growths, now, to - from) }
        : this with { Shrinkages = Add(Shrinkages, now, from - to) };

    /// <summary>How much changed within a period.</summary>
    public static int Within(IReadOnlyList<Entry> entries, DateTimeOffset now, int seconds) =>
        entries.Where(e => e.At > now - TimeSpan.FromSeconds(seconds)).Sum(static e => e.Replicas);

    private static Entry[] Add(IReadOnlyList<Entry> entries, DateTimeOffset now, int replicas) =>
        [.. entries.Where(e => e.At > now - Longest), new Entry(now, replicas)];

    public readonly record struct Entry(DateTimeOffset At, int Replicas);
}
