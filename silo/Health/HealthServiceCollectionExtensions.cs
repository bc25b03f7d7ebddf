using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Silo.Aggregation;
using Orleans.Kube.Silo.ApiExtensions;
using Orleans.Kube.Silo.Bootstrap;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Metrics;

namespace Orleans.Kube.Silo.Health;

/// <summary>Registers those who tell how they are, in the order in which Kubernetes' API server shows them.</summary>
internal static class HealthServiceCollectionExtensions
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<LogProbe>().AddSingleton<StoreHealth>().AddSingleton<RegistrationCheck>().AddSingleton<HealthMetrics>()
        .AddReporter<LogProbe>().AddReporter<StoreHealth>().AddReporter<FlowController>().AddReporter<CustomResources>().AddReporter<WriterRole>()
        .AddReporter<BootstrapObjects>().AddReporter<RemoteApis>().AddReporter<RemoteDiscovery>().AddReporter<RegistrationCheck>()
        .AddReporter<ServerLifetime>()
        .AddSingleton<IPathHandler, HealthHandler>();

    private static IServiceCollection AddReporter<T>(this IServiceCollection services) where T : class, IHealthReporter =>
        services.AddSingleton<IHealthReporter>(static p => p.GetRequiredService<T>());
}
