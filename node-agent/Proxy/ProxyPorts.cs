using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>
/// kube-proxy's two ports: one for load balancers, with <c>/healthz</c> and <c>/livez</c>, and one for this machine alone, with <c>/healthz</c> and
/// <c>/proxyMode</c>. A port that is taken, by another agent of this machine or by kube-proxy, is tried again later.
/// </summary>
internal sealed partial class ProxyPorts(ProxyHealth health, AgentOptions options, TimeProvider time, ILogger<ProxyPorts> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    /// <summary>Serves until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        ServeAsync(options.ProxyHealthPort, static (kestrel, port) => kestrel.ListenAnyIP(port), MapHealth, cancellationToken),
        ServeAsync(options.ProxyStatusPort, static (kestrel, port) => kestrel.ListenLocalhost(port), MapStatus, cancellationToken));

    private async Task ServeAsync(int port, Action<KestrelServerOptions, int> listen, Action<WebApplication> map, CancellationToken cancellationToken)
    {
        for (var isFirst = true; port > 0; isFirst = false)
        {
            try
            {
                var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
                builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => listen(kestrel, port));
                builder.Services.AddRoutingCore();
                await using var app = builder.Build();
                app.UseRouting();
                map(app);
                await app.RunAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                if (isFirst) LogTaken(port, e.Message);
                await Task.Delay(Retry, time, cancellationToken);
            }
        }
    }

    private void MapHealth(WebApplication app)
    {
        app.Map("/healthz", context => TellAsync(context, withNode: true));
        app.Map("/livez", context => TellAsync(context, withNode: false));
    }

    private static void MapStatus(WebApplication app)
    {
        app.Map("/healthz", static context => WriteAsync(context, "ok"));
        app.Map("/proxyMode", static context => WriteAsync(context, "iptables"));
    }

    private Task TellAsync(HttpContext context, bool withNode)
    {
        var (isHealthy, report) = health.Tell(withNode);
        context.Response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(report.ToJsonString(), context.RequestAborted);
    }

    private static Task WriteAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    [LoggerMessage(LogLevel.Warning, "the service proxy tells nobody of its health at port {port}: {reason}")]
    private partial void LogTaken(int port, string reason);
}
