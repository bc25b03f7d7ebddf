using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Engine;
using Orleans.Kube.Grains;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>Grains on the embedded engine: one silo is active at a time, the one that holds the writer lease.</summary>
internal sealed class GrainEngine(EmbeddedSilo silo) : IGrainEngine
{
    public Task StartAsync(CancellationToken cancellationToken) => silo.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => silo.StopAsync(cancellationToken);

    /// <summary>Adds the engine, started and stopped by the control plane rather than with the host.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new EmbeddedEngineOptions { StartWithHost = false });
        services.AddEmbeddedGrains(typeof(KubeGrainsServiceCollectionExtensions).Assembly);
        services.AddSingleton<IGrainEngine, GrainEngine>();
    }
}
