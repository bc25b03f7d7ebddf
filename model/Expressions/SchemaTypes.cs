using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Expressions.Types;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Expressions;

/// <summary>The types that the fields of objects have in expressions.</summary>
public static class SchemaTypes
{
    private static readonly CelType ObjectMeta = Named("metadata", new Dictionary<string, CelField> { ["name"] = new(CelType.String), ["generateName"] = new(CelType.String) });

    /// <summary>The type of a resource's objects.</summary>
    public static CelType Of(ResourceDefinition definition) =>
        definition is CustomObjectDefinition custom ? custom.Written is { } schema && Of(schema, isRoot: true) is { } type ? type : CelType.Dyn : Of(definition.ObjectType);

    /// <summary>The type of a record of the model.</summary>
    public static CelType Of(Type record) => Of(TypeSchema.Of(record));

    /// <summary>The type of values of a custom resource's schema; null where the schema says too little for expressions to speak of them.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="isRoot">Whether it is an object of the API, which always has a kind and a name.</param>
    public static CelType? Of(JSONSchemaProps schema, bool isRoot = false) => Of(new JsonSchema(schema), isRoot);

    private static CelType? Of(JsonSchema schema, bool isRoot)
    {
        if (schema.Source.XIntOrString) return CelType.Dyn;
        return (isRoot ? "object" : schema.Source.Type) switch
        {
            "array" when schema.Items is { } items && Of(items, items.Source.XEmbeddedResource) is { } element => CelType.ListOf(element).AtMost(SchemaSizes.MostItems(schema)),
            "object" when schema.AdditionalProperties is { } more => Of(more, more.Source.XEmbeddedResource) is { } value ? CelType.MapOf(CelType.String, value).AtMost(SchemaSizes.MostEntries(schema)) : null,
            "object" => Fields(schema, isRoot),
            "string" => (schema.Source.Format switch
            {
                "byte" => CelType.Bytes,
                "duration" => CelType.Duration,
                "date" or "date-time" => CelType.Timestamp,
                _ => CelType.String,
            }).AtMost(SchemaSizes.MostCharacters(schema)),
            "boolean" => CelType.Bool,
            "number" => CelType.Double,
            "integer" => CelType.Int,
            _ => null,
        };
    }

    private static CelType Fields(JsonSchema schema, bool isRoot)
    {
        var fields = new Dictionary<string, CelField>(StringComparer.Ordinal);
        if (isRoot) (fields["apiVersion"], fields["kind"], fields["metadata"]) = (new(CelType.String), new(CelType.String), new(ObjectMeta));
        foreach (var (name, property) in schema.Properties)
        {
            if (isRoot && name is "apiVersion" or "kind" or "metadata") continue;
            if (FieldNames.Escape(name) is { } written && Of(property, property.Source.XEmbeddedResource) is { } type) fields[written] = new CelField(type);
        }

        return Named("object", fields);
    }

    private static CelType Named(string name, Dictionary<string, CelField> fields) => CelType.Object(name, fields.GetValueOrDefault);

    private static CelType Of(TypeSchema schema) => schema.Kind switch
    {
        ValueKind.String => CelType.String,
        ValueKind.Int32 or ValueKind.Int64 => CelType.Int,
        ValueKind.Boolean => CelType.Bool,
        ValueKind.Bytes => CelType.Bytes,
        ValueKind.Time or ValueKind.MicroTime => CelType.Timestamp,
        ValueKind.List => CelType.ListOf(Of(schema.Element!)),
        ValueKind.Map => CelType.MapOf(CelType.String, Of(schema.Element!)),
        ValueKind.Struct => CelType.Object(schema.Type.Name, name => schema.Find(FieldNames.Unescape(name) ?? name) is { } field ? new CelField(Of(field.Value)) : null),
        // Quantities and ports may be numbers or texts.
        _ => CelType.Dyn,
    };
}
