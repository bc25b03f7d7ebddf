namespace Orleans.Kube.Silo.Pipeline;

/// <summary>How much the server takes on at once. The defaults are kube-apiserver's.</summary>
public sealed record RequestLimits
{
    /// <summary>Reads in flight; more are turned away with 429.</summary>
    public int Reads { get; init; } = 400;

    /// <summary>Writes in flight; more are turned away with 429.</summary>
    public int Writes { get; init; } = 200;

    /// <summary>What clients that were turned away are told to wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
