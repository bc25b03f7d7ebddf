using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Kube.Engine;

/// <summary>Knows which services are singletons.</summary>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    private readonly Lazy<Dictionary<(Type Type, object? Key), ServiceLifetime>> _lifetimes = new(() => Index(services));

    public bool IsSingleton(Type type, object? key)
    {
        var lifetimes = _lifetimes.Value;
        return (lifetimes.TryGetValue((type, key), out var lifetime)
                || (type.IsGenericType && lifetimes.TryGetValue((type.GetGenericTypeDefinition(), key), out lifetime)))
            && lifetime == ServiceLifetime.Singleton;
    }

    private static Dictionary<(Type, object?), ServiceLifetime> Index(IServiceCollection services)
    {
        var index = new Dictionary<(Type, object?), ServiceLifetime>();
        foreach (var service in services)
        {
            index[(service.ServiceType, service.ServiceKey)] = service.Lifetime;
        }

        return index;
    }
}
