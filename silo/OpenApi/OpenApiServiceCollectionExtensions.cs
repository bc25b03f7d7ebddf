using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.Discovery;
using Orleans.Kube.Silo.Handlers;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>Registers the API's description of itself.</summary>
internal static class OpenApiServiceCollectionExtensions
{
    public static IServiceCollection AddOpenApi(this IServiceCollection services) => services
        .AddSingleton(static p => new OpenApiDocuments(p.GetRequiredService<ResourceRegistry>(), VersionHandler.GitVersion))
        .AddSingleton<IPathHandler, OpenApiHandler>();
}
