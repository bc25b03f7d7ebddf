using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.Aggregation;
using Orleans.Kube.Silo.ApiExtensions;
using Orleans.Kube.Silo.Discovery;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Hosting;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>Registers the API's description of itself.</summary>
internal static class OpenApiServiceCollectionExtensions
{
    public static IServiceCollection AddOpenApi(this IServiceCollection services) => services
        .AddSingleton(static p => new PerEdition<OpenApiDocuments>(
            p.GetRequiredService<ResourceRegistry>(), p.GetRequiredService<CustomResources>(), static r => new OpenApiDocuments(r, VersionHandler.ApiVersion)))
        .AddSingleton<RemoteSwagger>()
        .AddSingleton<IPathHandler>(static p => new OpenApiHandler(
            () => p.GetRequiredService<PerEdition<OpenApiDocuments>>().Value, p.GetRequiredService<RemoteDiscovery>().DocumentsAsync,
            p.GetRequiredService<RemoteSwagger>().WithOthersAsync, p.GetRequiredService<TimeProvider>()));
}
