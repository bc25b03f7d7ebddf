using System.Globalization;

namespace Orleans.Kube.Benchmarks.Api;

/// <summary>Measured durations, asked for by percentile.</summary>
internal sealed class Latencies(IEnumerable<TimeSpan> measured)
{
    private readonly TimeSpan[] _sorted = [.. measured.Order()];

    public TimeSpan At(double percentile) => _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * percentile / 100))];

    /// <summary><c>p50 0.4 ms, p99 1.1 ms</c></summary>
    public override string ToString() => $"p50 {Text(At(50))}, p99 {Text(At(99))}";

    public static string Text(TimeSpan duration) => duration.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.00} s")
        : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.00} ms");
}
