using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Kube.Client;

/// <summary>Adds the client to a host.</summary>
public static class KubeClientRegistration
{
    /// <summary>
    /// Registers one <see cref="KubeClient"/>, made when it is first asked for, and a <see cref="Lazy{T}"/> of it: a host makes all its services before it starts
    /// any, and beside a control plane of the same host the kubeconfig is there when that has started.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="config">Where the server is; null looks where kubectl looks.</param>
    /// <param name="options">How to behave.</param>
    public static IServiceCollection AddKubeClient(this IServiceCollection services, Func<KubeConfig>? config = null, KubeClientOptions? options = null)
    {
        services.TryAddSingleton(_ => new KubeClient((config ?? KubeConfigLoader.Load)(), options));
        services.TryAddSingleton(static provider => new Lazy<KubeClient>(provider.GetRequiredService<KubeClient>));
        return services;
    }
}
