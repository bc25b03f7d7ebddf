using System.Collections.Concurrent;

namespace Orleans.Kube.Engine;

/// <summary>The grain interfaces that were used so far, each emitted at its first use and kept for the life of the process.</summary>
internal static class GrainInterfaces
{
    private static readonly ConcurrentDictionary<Type, Lazy<GrainInterface>> Known = new();

    public static GrainInterface Get(Type type) => Known.TryGetValue(type, out var known)
        ? known.Value
        : Known.GetOrAdd(type, static type => new Lazy<GrainInterface>(() => ProxyEmitter.Emit(type))).Value;
}
