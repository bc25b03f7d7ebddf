using Orleans.Kube.Silo.Hosting;

namespace Orleans.Kube.Silo.Health;

/// <summary>Everything has been started, and nothing is being stopped.</summary>
public sealed class ReadinessCheck(ServerLifetime lifetime) : IHealthCheck
{
    public string Name => "startup";

    public bool ConcernsLife => false;

    public string? Problem() => lifetime.IsReady ? null : lifetime.Stopping.IsCancellationRequested ? "shutting down" : "not started";
}
