namespace Orleans.Kube.Silo.Pipeline;

/// <summary>How much the server takes on at once. The defaults are kube-apiserver's.</summary>
public sealed record RequestLimits
{
    /// <summary>Requests that are worked on at once; the priority levels share them.</summary>
    public int Seats { get; init; } = 600;

    /// <summary>How long a request waits for a seat; then it is turned away with 429.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(15);
}
