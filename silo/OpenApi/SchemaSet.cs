using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The schemas that a document needs: those asked for, and whatever they refer to.</summary>
public sealed class SchemaSet
{
    private readonly SortedDictionary<string, Type> _records = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ResourceDefinition> _lists = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CustomObjectDefinition> _custom = new(StringComparer.Ordinal);

    private readonly HashSet<string> _referred = new(StringComparer.Ordinal);

    /// <summary>The records by name.</summary>
    public IReadOnlyDictionary<string, Type> Records => _records;

    /// <summary>The custom resources by the name of their objects' schema.</summary>
    public IReadOnlyDictionary<string, CustomObjectDefinition> Custom => _custom;

    /// <summary>The lists by name, with the resource whose objects they hold.</summary>
    public IReadOnlyDictionary<string, ResourceDefinition> Lists => _lists;

    /// <summary>Notes that a document refers to a schema.</summary>
    public void Refer(string name) => _referred.Add(name);

    /// <summary>Whether the document refers to a schema, as far as it is written.</summary>
    public bool IsReferredTo(string name) => _referred.Contains(name);

    /// <summary>Adds a record with all that it contains, and returns its name.</summary>
    public string Add(Type record)
    {
        var name = SchemaNames.Of(record);
        if (!_records.TryAdd(name, record)) return name;
        foreach (var field in TypeSchema.Of(record).Fields) AddContent(field.Value);
        return name;
    }

    /// <summary>Adds the objects of a resource, and returns the name of their schema.</summary>
    public string Add(ResourceDefinition definition)
    {
        if (definition is not CustomObjectDefinition custom) return Add(definition.ObjectType);
        var name = SchemaNames.Of(definition);
        if (_custom.TryAdd(name, custom)) Add(typeof(Model.Meta.ObjectMeta));
        return name;
    }

    /// <summary>Adds the list of a resource's objects, and returns its name.</summary>
    public string AddList(ResourceDefinition definition)
    {
        var name = SchemaNames.OfList(definition);
        if (!_lists.TryAdd(name, definition)) return name;
        Add(definition);
        Add(typeof(Model.Meta.ListMeta));
        return name;
    }

    private void AddContent(TypeSchema schema)
    {
        while (schema.Element is { } element) schema = element;
        if (schema.Kind == ValueKind.Struct) Add(schema.Type);
    }
}
