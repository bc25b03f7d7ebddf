using System.Diagnostics.CodeAnalysis;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// The resources that a server serves, found by what a path, a manifest or an owner reference names: those it was made with, and custom ones, which
/// come and go. Safe for use from any thread; each answer is of one moment.
/// </summary>
public sealed class ResourceRegistry
{
    private readonly IReadOnlyList<ResourceDefinition> _builtIn;
    private volatile Index _index;

    /// <param name="definitions">In the order of discovery.</param>
    public ResourceRegistry(IEnumerable<ResourceDefinition> definitions)
    {
        _builtIn = [.. definitions];
        _index = new Index(_builtIn);
    }

    /// <summary>Every resource that this project serves. It is shared, and has no custom resources.</summary>
    public static ResourceRegistry BuiltIn { get; } = new(BuiltInResources.Create());

    /// <summary>The resources that clients may use, in the order of discovery.</summary>
    public IReadOnlyList<ResourceDefinition> All => _index.Served;

    /// <summary>What changes whenever the resources do: documents about them are kept as long as it is the same.</summary>
    public object Edition => _index;

    /// <summary>Serves these custom resources in place of those before.</summary>
    /// <param name="custom">In the order of discovery. What is built in under the same name goes before.</param>
    public void Serve(IEnumerable<ResourceDefinition> custom) => _index = new Index([.. _builtIn, .. custom]);

    public bool TryFind(string group, string version, string plural, [NotNullWhen(true)] out ResourceDefinition? definition) =>
        _index.ByPath.TryGetValue((group, version, plural), out definition);

    public bool TryFindKind(string apiVersion, string kind, [NotNullWhen(true)] out ResourceDefinition? definition) =>
        _index.ByKind.TryGetValue((apiVersion, kind), out definition);

    /// <summary>The stored version of a resource.</summary>
    public bool TryFind(GroupResource resource, [NotNullWhen(true)] out ResourceDefinition? definition) =>
        _index.ByResource.TryGetValue(resource, out definition);

    /// <exception cref="KeyNotFoundException">The resource is not served.</exception>
    public ResourceDefinition this[GroupResource resource] => _index.ByResource[resource];

    /// <exception cref="KeyNotFoundException">No resource holds such records.</exception>
    public ResourceDefinition Of<TObject>() => _index.ByType[typeof(TObject)];

    private sealed class Index
    {
        public readonly Dictionary<(string Group, string Version, string Plural), ResourceDefinition> ByPath = [];
        public readonly Dictionary<(string ApiVersion, string Kind), ResourceDefinition> ByKind = [];
        public readonly Dictionary<GroupResource, ResourceDefinition> ByResource = [];
        public readonly Dictionary<Type, ResourceDefinition> ByType = [];

        public Index(IReadOnlyList<ResourceDefinition> definitions)
        {
            Served = [.. definitions.Where(static d => d.Served)];
            foreach (var definition in Served)
            {
                ByPath.TryAdd((definition.Group, definition.Version, definition.Plural), definition);
                ByKind.TryAdd((definition.ApiVersion, definition.Kind), definition);
                ByType.TryAdd(definition.ObjectType, definition);
            }

            foreach (var definition in definitions.OrderBy(static d => d.IsStorageVersion ? 0 : 1)) ByResource.TryAdd(definition.Resource, definition);
        }

        public IReadOnlyList<ResourceDefinition> Served { get; }
    }
}
