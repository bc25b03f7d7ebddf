namespace Orleans.Kube.Client;

/// <summary>Waits that grow from <see cref="Initial"/> by <see cref="Factor"/> up to <see cref="Maximum"/>, spread so that many clients do not come back at once.</summary>
public sealed record BackOff
{
    public TimeSpan Initial { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan Maximum { get; init; } = TimeSpan.FromSeconds(30);

    public double Factor { get; init; } = 2;

    /// <summary>The largest share that is added to a wait: 0.5 makes 10 s something between 10 s and 15 s.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>The wait before attempt number <paramref name="failures"/> + 1.</summary>
    /// <param name="failures">How many attempts in a row have failed, at least 1.</param>
    /// <param name="sample">A random number from 0 to 1.</param>
    public TimeSpan After(int failures, double sample)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var wait = Math.Min(Initial.TotalMilliseconds * Math.Pow(Factor, failures - 1), Maximum.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(wait * (1 + Jitter * sample));
    }

    /// <summary>Waits as <see cref="After"/> says, with a random sample.</summary>
    public Task WaitAsync(int failures, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(After(failures, Random.Shared.NextDouble()), time, cancellationToken);
}
