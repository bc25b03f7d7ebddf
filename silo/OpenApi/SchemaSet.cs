using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The schemas that a document needs: those asked for, and whatever they refer to.</summary>
public sealed class SchemaSet
{
    private readonly SortedDictionary<string, Type> _records = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ResourceDefinition> _lists = new(StringComparer.Ordinal);

    /// <summary>The records by name.</summary>
    public IReadOnlyDictionary<string, Type> Records => _records;

    /// <summary>The lists by name, with the resource whose objects they hold.</summary>
    public IReadOnlyDictionary<string, ResourceDefinition> Lists => _lists;

    /// <summary>Adds a record with all that it contains, and returns its name.</summary>
    public string Add(Type record)
    {
        var name = SchemaNames.Of(record);
        if (!_records.TryAdd(name, record)) return name;
        foreach (var field in TypeSchema.Of(record).Fields) AddContent(field.Value);
        return name;
    }

    /// <summary>Adds the list of a resource's objects, and returns its name.</summary>
    public string AddList(ResourceDefinition definition)
    {
        var name = SchemaNames.OfList(definition.ObjectType);
        if (!_lists.TryAdd(name, definition)) return name;
        Add(definition.ObjectType);
        Add(typeof(Model.Meta.ListMeta));
        return name;
    }

    private void AddContent(TypeSchema schema)
    {
        while (schema.Element is { } element) schema = element;
        if (schema.Kind == ValueKind.Struct) Add(schema.Type);
    }
}
