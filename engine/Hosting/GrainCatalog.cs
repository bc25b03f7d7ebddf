using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>The grain classes there are, and which class an interface means.</summary>
internal sealed class GrainCatalog(EmbeddedSilo silo, IEnumerable<Assembly> assemblies)
{
    private readonly Lazy<GrainClass[]> _classes = new(() => Scan(silo, assemblies));
    private readonly ConcurrentDictionary<Type, GrainClass> _byInterface = new();
    private readonly ConcurrentDictionary<GrainType, GrainClass> _byType = new();

    public GrainClass[] Classes => _classes.Value;

    /// <summary>Every activation, class by class.</summary>
    public IEnumerable<Activation> Activations => Classes.SelectMany(static grainClass => grainClass.Activations);

    /// <summary>The class that implements an interface; with a prefix, the one whose name starts so.</summary>
    /// <exception cref="ArgumentException">No class does, or more than one.</exception>
    public GrainClass Implementing(Type interfaceType, string? classNamePrefix) => classNamePrefix is null
        ? _byInterface.TryGetValue(interfaceType, out var known) ? known : _byInterface.GetOrAdd(interfaceType, Only(interfaceType, null))
        : Only(interfaceType, classNamePrefix);

    /// <summary>The class of a grain type.</summary>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public GrainClass OfType(GrainType type) => _byType.GetOrAdd(type, static (type, classes) =>
        Array.Find(classes, candidate => candidate.Type == type)
        ?? throw new ArgumentException($"No grain class has the type \"{type}\".", nameof(type)), Classes);

    private static GrainClass[] Scan(EmbeddedSilo silo, IEnumerable<Assembly> assemblies)
    {
        var classes = assemblies.Distinct().SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
                && type.IsAssignableTo(typeof(IGrain)) && !type.IsAssignableTo(typeof(GrainReference)))
            .Select(type => new GrainClass(silo, type)).ToArray();
        return classes.GroupBy(grainClass => grainClass.Type).FirstOrDefault(group => group.Count() > 1) is { } clash
            ? throw new InvalidOperationException(
                $"{string.Join(" and ", clash.Select(one => one.Implementation))} have the same grain type \"{clash.Key}\": give one a [GrainType].")
            : classes;
    }

    private GrainClass Only(Type interfaceType, string? prefix)
    {
        var candidates = Classes.Where(candidate => interfaceType.IsAssignableFrom(candidate.Implementation)
            && (prefix is null || candidate.Implementation.FullName!.StartsWith(prefix, StringComparison.Ordinal)
                || candidate.Implementation.Name.StartsWith(prefix, StringComparison.Ordinal))).ToArray();
        return candidates switch
        {
            [var only] => only,
            [] => throw new ArgumentException($"No grain class implements {interfaceType}.", nameof(interfaceType)),
            _ => throw new ArgumentException(
                $"{string.Join(", ", candidates.Select(one => one.Implementation.Name))} all implement {interfaceType}: name a class prefix or a grain id.",
                nameof(interfaceType)),
        };
    }
}
