using System.Net;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>Listens on the health check ports of the services that have one.</summary>
public sealed partial class HealthCheckPorts(ILogger<HealthCheckPorts> logger) : IDisposable
{
    private readonly Dictionary<int, HealthCheckPort> _open = [];

    /// <summary>From now on these are told, and no others.</summary>
    public void Keep(IReadOnlyCollection<HealthCheck> checks)
    {
        foreach (var gone in _open.Keys.Except(checks.Select(static c => c.Port)).ToList())
        {
            _open.Remove(gone, out var port);
            port!.Dispose();
        }

        foreach (var check in checks)
        {
            if (_open.TryGetValue(check.Port, out var port)) port.Tell(check);
            else Open(check);
        }
    }

    public void Dispose() => Keep([]);

    private void Open(HealthCheck check)
    {
        try
        {
            _open[check.Port] = new HealthCheckPort(check);
        }
        catch (HttpListenerException e)
        {
            LogTaken(check.Port, check.Namespace, check.Name, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "no load balancer can ask at port {port} for service {namespace}/{name}: {reason}")]
    private partial void LogTaken(int port, string @namespace, string name, string reason);
}
