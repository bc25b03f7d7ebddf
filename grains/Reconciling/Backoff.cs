namespace Orleans.Kube.Grains;

/// <summary>How long to wait after so many failures in a row.</summary>
public static class Backoff
{
    /// <param name="failures">At least 1.</param>
    /// <param name="chance">A number from 0 to 1 from the caller's source of randomness.</param>
    public static TimeSpan After(int failures, ReconcileOptions options, double chance)
    {
        var doubled = options.FirstBackoff * Math.Pow(2, Math.Min(failures - 1, 30));
        var wait = doubled < options.LongestBackoff ? doubled : options.LongestBackoff;
        return wait * (1 - (options.Jitter * chance));
    }
}
