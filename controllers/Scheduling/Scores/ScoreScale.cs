namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>Brings raw scores to 0 … 100.</summary>
internal static class ScoreScale
{
    /// <summary>The largest becomes 100. False when all are 0.</summary>
    public static bool MoreIsBetter(Span<double> scores)
    {
        var max = 0.0;
        foreach (var score in scores) max = Math.Max(max, score);
        if (max == 0) return false;
        foreach (ref var score in scores) score = 100 * score / max;
        return true;
    }

    /// <summary>None becomes 100, the largest 0. False when all are 0.</summary>
    public static bool FewerIsBetter(Span<double> scores)
    {
        if (!MoreIsBetter(scores)) return false;
        foreach (ref var score in scores) score = 100 - score;
        return true;
    }

    /// <summary>The smallest becomes 0, the largest 100. False when all are equal.</summary>
    public static bool Spread(Span<double> scores)
    {
        var (min, max) = (double.MaxValue, double.MinValue);
        foreach (var score in scores) (min, max) = (Math.Min(min, score), Math.Max(max, score));
        if (max <= min) return false;
        foreach (ref var score in scores) score = 100 * (score - min) / (max - min);
        return true;
    }
}
