namespace Orleans.Kube.Silo.Health;

/// <summary>One thing that must be well for the server to be healthy. An <see cref="IHealthReporter"/> tells of it.</summary>
public interface IHealthCheck
{
    /// <summary>The name of its path below the health paths.</summary>
    string Name { get; }

    /// <summary>Whether it also counts for <c>/livez</c> and <c>/healthz</c>, where failing means that the server must be restarted, not only left alone.</summary>
    bool ConcernsLife { get; }

    /// <summary>What is wrong, or null. Answers at once.</summary>
    string? Problem();
}
