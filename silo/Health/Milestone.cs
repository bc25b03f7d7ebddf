namespace Orleans.Kube.Silo.Health;

/// <summary>
/// Something that is done once while the server starts, under the name that Kubernetes' API server has for it. Whoever does the work says when it is done.
/// </summary>
/// <param name="name">The name of the start hook.</param>
public sealed class Milestone(string name) : IHealthCheck
{
    private volatile bool _isReached;

    public string Name { get; } = $"poststarthook/{name}";

    public bool ConcernsLife => true;

    public bool IsReached => _isReached;

    public void Reach() => _isReached = true;

    /// <summary>Reached when the work says that all of it is done.</summary>
    public async Task ReachAsync(Task<bool> work)
    {
        if (await work) Reach();
    }

    public string? Problem() => _isReached ? null : "not finished";
}
