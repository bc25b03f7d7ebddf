using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Kube.Engine;

/// <summary>Registers the embedded engine.</summary>
public static class EmbeddedGrainsServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="EmbeddedSilo"/> that serves the grain classes of the assemblies, as <see cref="IGrainFactory"/> and as a hosted
    /// service. It uses the registered <see cref="EmbeddedEngineOptions"/>, <see cref="TimeProvider"/> and loggers, where there are any.
    /// Called more than once, the assemblies add up.
    /// </summary>
    public static IServiceCollection AddEmbeddedGrains(this IServiceCollection services, params Assembly[] assemblies)
    {
        foreach (var assembly in assemblies)
        {
            services.AddSingleton(new GrainAssembly(assembly));
        }

        services.TryAddSingleton(_ => new ServiceLifetimes(services));
        services.TryAddSingleton(NewSilo);
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedSilo>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<Microsoft.Extensions.Hosting.IHostedService, EmbeddedSiloService>());
        return services;
    }

    private static EmbeddedSilo NewSilo(IServiceProvider provider)
    {
        var log = provider.GetService<ILogger<EmbeddedSilo>>() ?? NullLogger<EmbeddedSilo>.Instance;
        var parts = new EmbeddedSiloParts(
            provider.GetService<EmbeddedEngineOptions>() ?? new EmbeddedEngineOptions(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            log,
            [.. provider.GetServices<GrainAssembly>().Select(grains => grains.Assembly)]);
        return new EmbeddedSilo(provider, provider.GetRequiredService<ServiceLifetimes>(), parts);
    }
}
