namespace Orleans.Kube.Silo.Health;

/// <summary>A check that asks somebody.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ConcernsLife">Whether it counts beside <c>/readyz</c>.</param>
/// <param name="Ask">What is wrong, or null.</param>
public sealed record HealthCheck(string Name, bool ConcernsLife, Func<string?> Ask) : IHealthCheck
{
    public string? Problem() => Ask();
}
