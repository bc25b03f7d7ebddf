using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Kube.Silo.Admission;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Streaming.Proxy;
using Orleans.Kube.Silo.Streaming.Spdy;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>Registers what reaches nodes and the pods on them.</summary>
internal static class StreamingServiceCollectionExtensions
{
    public static IServiceCollection AddStreaming(this IServiceCollection services)
    {
        services.TryAddSingleton(new StreamOptions());
        return services.AddSingleton<NodeTunnels>().AddSingleton<NodeClient>().AddSingleton<NodeProxy>().AddSingleton<NodeSockets>()
            .AddSingleton<RemoteCommand>().AddSingleton<PortForwarding>().AddSingleton<ServiceEndpoints>().AddSingleton<SubresourceAdmission>()
            .AddSingleton<ISubresourceHandler, TunnelHandler>().AddSingleton<ISubresourceHandler, PodStreams>()
            .AddSingleton<ISubresourceHandler, ProxyHandler>();
    }
}
