namespace Orleans.Kube.Silo.Health;

/// <summary>One thing that must be well for the server to be ready. Register an implementation in the container and the server asks it.</summary>
public interface IHealthCheck
{
    /// <summary>The name of its path below the health paths.</summary>
    string Name { get; }

    /// <summary>Whether the server must be restarted, not only left alone, when it fails.</summary>
    bool ConcernsLife { get; }

    /// <summary>What is wrong, or null. Answers at once.</summary>
    string? Problem();
}
