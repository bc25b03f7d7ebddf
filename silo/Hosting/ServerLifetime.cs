using Orleans.Kube.Silo.Health;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>Tells the parts of the API server when it becomes ready and when it begins to stop.</summary>
public sealed class ServerLifetime : IHealthReporter, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public ServerLifetime() => Checks =
    [
        new HealthCheck("startup", false, () => IsReady || _stopping.IsCancellationRequested ? null : "not started"),
        new HealthCheck("shutdown", false, () => _stopping.IsCancellationRequested ? "process is shutting down" : null),
    ];

    /// <summary>Everything has been started, and nothing is being stopped.</summary>
    public IReadOnlyList<IHealthCheck> Checks { get; }

    /// <summary>Cancelled when the server begins to stop: what lasts long ends now.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Whether everything that <c>/readyz</c> stands for has been started.</summary>
    public bool IsReady { get; private set; }

    public void MarkReady() => IsReady = true;

    public void Stop()
    {
        IsReady = false;
        _stopping.Cancel();
    }

    public void Dispose() => _stopping.Dispose();
}
