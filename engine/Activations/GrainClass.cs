using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>A class of grains with its activations.</summary>
internal sealed class GrainClass(EmbeddedSilo silo, Type implementation)
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly Lazy<GrainConstructor> _constructor = new(() => new GrainConstructor(silo, implementation));

    public EmbeddedSilo Silo { get; } = silo;

    public Type Implementation { get; } = implementation;

    public GrainType Type { get; } = GrainType.Create(TypeName(implementation));

    public bool IsReentrant { get; } = implementation.IsDefined(typeof(ReentrantAttribute), inherit: true);

    /// <summary>The activations there are at the moment; safe to walk while they come and go.</summary>
    public IEnumerable<Activation> Activations => _activations.Select(static pair => pair.Value);

    public int Count => _activations.Count;

    /// <summary>The activation of that key; a fresh one if there is none, null if the silo makes none any more.</summary>
    public Activation? Find(string key)
    {
        if (_activations.TryGetValue(key, out var activation))
        {
            return activation;
        }

        return Silo.IsRunning ? _activations.GetOrAdd(key, static (key, grainClass) => new Activation(grainClass, key), this) : null;
    }

    /// <summary>The next call for that key makes a fresh activation.</summary>
    public void Forget(Activation activation) => _activations.TryRemove(new(activation.Key, activation));

    public object Reference(Type interfaceType, string key)
    {
        if (!interfaceType.IsAssignableFrom(Implementation))
        {
            throw new ArgumentException($"{Implementation.Name} does not implement {interfaceType.Name}.", nameof(interfaceType));
        }

        var shape = GrainInterfaces.Get(interfaceType);
        return shape.NewProxy(this, key, shape);
    }

    public object NewInstance(Activation activation, out ILoadableState[] states) => _constructor.Value.Invoke(activation, out states);

    private static string TypeName(Type implementation)
    {
        if (implementation.GetCustomAttribute<GrainTypeAttribute>() is { } named)
        {
            return named.Name;
        }

        const string Suffix = "Grain";
        var name = implementation.Name;
        var stem = name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length ? name[..^Suffix.Length] : name;
        return stem.ToLowerInvariant();
    }
}
