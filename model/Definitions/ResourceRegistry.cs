using System.Diagnostics.CodeAnalysis;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The resources that a server serves, found by what a path, a manifest or an owner reference names.</summary>
public sealed class ResourceRegistry
{
    private readonly Dictionary<(string Group, string Version, string Plural), ResourceDefinition> _byPath = [];
    private readonly Dictionary<(string ApiVersion, string Kind), ResourceDefinition> _byKind = [];
    private readonly Dictionary<GroupResource, ResourceDefinition> _byResource = [];
    private readonly Dictionary<Type, ResourceDefinition> _byType = [];

    /// <param name="definitions">In the order of discovery. The first of a group and resource is the version that is stored.</param>
    public ResourceRegistry(IEnumerable<ResourceDefinition> definitions)
    {
        All = [.. definitions];
        foreach (var definition in All)
        {
            _byPath.Add((definition.Group, definition.Version, definition.Plural), definition);
            _byKind.Add((definition.ApiVersion, definition.Kind), definition);
            _byResource.TryAdd(definition.Resource, definition);
            _byType.Add(definition.ObjectType, definition);
        }
    }

    /// <summary>Every resource that this project serves.</summary>
    public static ResourceRegistry BuiltIn { get; } = new(BuiltInResources.Create());

    public IReadOnlyList<ResourceDefinition> All { get; }

    public bool TryFind(string group, string version, string plural, [NotNullWhen(true)] out ResourceDefinition? definition) =>
        _byPath.TryGetValue((group, version, plural), out definition);

    public bool TryFindKind(string apiVersion, string kind, [NotNullWhen(true)] out ResourceDefinition? definition) =>
        _byKind.TryGetValue((apiVersion, kind), out definition);

    /// <summary>The stored version of a resource.</summary>
    public bool TryFind(GroupResource resource, [NotNullWhen(true)] out ResourceDefinition? definition) =>
        _byResource.TryGetValue(resource, out definition);

    /// <exception cref="KeyNotFoundException">The resource is not served.</exception>
    public ResourceDefinition this[GroupResource resource] => _byResource[resource];

    /// <exception cref="KeyNotFoundException">No resource holds such records.</exception>
    public ResourceDefinition Of<TObject>() => _byType[typeof(TObject)];
}
