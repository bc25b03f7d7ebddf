namespace Orleans.Kube.Silo.Health;

/// <summary>Who has something to tell below the health paths. Register it in the container and the server asks it.</summary>
public interface IHealthReporter
{
    /// <summary>Always the same ones, in the order in which they are shown.</summary>
    IReadOnlyList<IHealthCheck> Checks { get; }
}
