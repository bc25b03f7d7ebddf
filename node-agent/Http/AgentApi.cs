using Microsoft.Extensions.FileProviders;
using Orleans.Kube.Client;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Tunnel;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>The agent's HTTP API, with kubelet's paths, served over the tunnels.</summary>
internal sealed class AgentApi(
    AgentOptions options, KubeClient client, IContainerRuntime runtime, PodFleet fleet, FigureReader measured, NodeReporter node, AgentMetrics metrics, ILoggerFactory logging)
{
    private const string LogsPath = "/logs";

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    // What Go's servers take; commands to run travel in the address.
    private const int MostHeaderBytes = 1 << 20;

    // Kestrel adds its limits to a clock: Timeout.InfiniteTimeSpan overflows it, and ends idle tunnels and slow requests within a second.
    private static readonly TimeSpan Never = TimeSpan.FromDays(3650);

    /// <summary>Serves until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new TunnelEndPoint());
            kestrel.Limits.MaxRequestLineSize = MostHeaderBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
            kestrel.Limits.KeepAliveTimeout = Never;
            kestrel.Limits.RequestHeadersTimeout = Never;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddRoutingCore().AddDirectoryBrowser();
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton<Microsoft.AspNetCore.Connections.IConnectionListenerFactory>(
            new TunnelTransport(client, options, logging.CreateLogger<TunnelTransport>()));
        await using var app = builder.Build();
        app.UseMiddleware<RefusalMiddleware>();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = KeepAlive });
        app.UseWhen(static context => context.Request.Path.StartsWithSegments(LogsPath), static logs => logs.UseMiddleware<PathRedirectMiddleware>().UseFileServer(MachineLogs()));
        app.UseRouting();
        Map(app);
        await app.RunAsync(cancellationToken);
    }

    /// <summary>kubelet's /logs/: the machine's own log files.</summary>
    private static FileServerOptions MachineLogs()
    {
        const string folder = "/var/log";
        var options = new FileServerOptions
        {
            RequestPath = LogsPath,
            FileProvider = Directory.Exists(folder) ? new LinkedFileProvider(folder) : new NullFileProvider(),
            EnableDirectoryBrowsing = true,
        };
        (options.StaticFileOptions.ServeUnknownFileTypes, options.StaticFileOptions.DefaultContentType) = (true, "text/plain");
        return options;
    }

    private void Map(WebApplication app)
    {
        var containers = new ContainerLookup(fleet.Find, runtime);
        var logs = new LogHandler(containers, runtime);
        var processes = new ProcessHandler(containers, runtime.Streams);
        var ports = new PortForwardHandler(containers, runtime);
        var usage = new UsageHandler(fleet, runtime, measured, node, options);
        var figures = new MetricsHandler(fleet, runtime, measured, node, metrics, options.NodeName);
        var health = new HealthHandler(("ping", static () => null), ("log", static () => null), ("syncloop", () => fleet.Stall));
        app.MapGet("/healthz/{check?}", health.HandleAsync);
        app.MapGet("/pods", usage.PodsAsync);
        app.MapGet("/runningpods", usage.RunningPodsAsync);
        app.MapGet("/configz", context => ConfigHandler.HandleAsync(context, options));
        app.MapGet("/stats/summary", usage.SummaryAsync);
        app.MapGet("/metrics", figures.AgentAsync);
        app.MapGet("/metrics/resource", figures.ResourceAsync);
        app.MapGet("/metrics/cadvisor", figures.CadvisorAsync);
        app.MapGet("/metrics/probes", figures.ProbesAsync);
        app.MapGet("/containerLogs/{ns}/{pod}/{container}", logs.HandleAsync);
        app.MapPost("/run/{ns}/{pod}/{container}", processes.RunAsync);
        app.MapPost("/run/{ns}/{pod}/{uid}/{container}", processes.RunAsync);
        app.MapPost("/checkpoint/{ns}/{pod}/{container}", new CheckpointHandler(containers).HandleAsync);
        app.Map("/exec/{ns}/{pod}/{container}", processes.ExecAsync);
        app.Map("/attach/{ns}/{pod}/{container}", processes.AttachAsync);
        app.Map("/portForward/{ns}/{pod}", ports.HandleAsync);
        var proxy = new PodProxyHandler(containers, runtime);
        app.Lifetime.ApplicationStopped.Register(proxy.Dispose);
        app.Map("/podProxy/{ns}/{pod}/{port}/{**rest}", proxy.HandleAsync);
    }
}
