using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>
/// Tells a load balancer whether this node has endpoints of a service (k8s.io/kubernetes/pkg/proxy/healthcheck): 200 while it has, 503 otherwise.
/// </summary>
internal sealed class HealthCheckPort : IDisposable
{
    private readonly HttpListener _listener = new();
    private volatile HealthCheck _told;

    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public HealthCheckPort(HealthCheck told)
    {
        _told = told;
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://*:{told.Port}/"));
        _listener.Start();
        _ = ServeAsync();
    }

    public void Tell(HealthCheck told) => _told = told;

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer((await _listener.GetContextAsync()).Response);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // The client has gone, or the port is closed.
            }
        }
    }

    private void Answer(HttpListenerResponse response)
    {
        var told = _told;
        response.StatusCode = told.LocalEndpoints > 0 ? 200 : 503;
        response.ContentType = "application/json";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["X-Load-Balancing-Endpoint-Weight"] = told.LocalEndpoints.ToString(CultureInfo.InvariantCulture);
        response.Close(JsonSerializer.SerializeToUtf8Bytes(new { service = new { @namespace = told.Namespace, name = told.Name }, localEndpoints = told.LocalEndpoints, serviceProxyHealthy = true }), willBlock: false);
    }
}
