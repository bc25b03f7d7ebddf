using System.Text.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>How server-side apply sees the objects of a custom resource.</summary>
internal static class CustomSchema
{
    /// <summary>The type of whole objects, with apiVersion, kind and metadata.</summary>
    public static TypeSchema Of(JsonSchema root)
    {
        var fields = new List<FieldSchema>(TypeSchema.Of(typeof(CustomObject)).Fields);
        foreach (var (name, property) in root.Properties)
            if (name is not ("apiVersion" or "kind" or "metadata")) fields.Add(Field(name, property, fields.Count));
        return TypeSchema.Struct(fields, root.PreservesUnknown ? TypeSchema.Deduced : null);
    }

    private static FieldSchema Field(string name, JsonSchema schema, int ordinal)
    {
        var source = schema.Source;
        MergeStyle? merge = source.XListType switch
        {
            "map" => MergeStyle.KeyedList,
            "set" => MergeStyle.Set,
            "atomic" => MergeStyle.Atomic,
            _ => source.XMapType == "atomic" ? MergeStyle.Atomic : null,
        };
        return new FieldSchema(name, Value(schema), ordinal, merge, merge == MergeStyle.KeyedList ? source.XListMapKeys : [], Scalar(source.Default));
    }

    private static object? Scalar(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString(),
        JsonValueKind.Number => value.Value.TryGetInt64(out var number) ? number : null,
        JsonValueKind.True or JsonValueKind.False => value.Value.GetBoolean(),
        _ => null,
    };

    private static TypeSchema Value(JsonSchema schema)
    {
        var source = schema.Source;
        if (source.XIntOrString) return TypeSchema.Of(typeof(IntOrString));
        return source.Type switch
        {
            "array" => TypeSchema.List(schema.Items is { } items ? Value(items) : TypeSchema.Deduced),
            "object" when schema.Properties.Count == 0 && schema.AdditionalProperties is { } more => TypeSchema.Map(Value(more)),
            "object" when schema.Properties.Count == 0 && (schema.PreservesUnknown || schema.AllowsMore) => TypeSchema.Deduced,
            "object" => Struct(schema),
            "string" => TypeSchema.Of(typeof(string)),
            "integer" => TypeSchema.Of(typeof(long)),
            "boolean" => TypeSchema.Of(typeof(bool)),
            _ => TypeSchema.Deduced,
        };
    }

    private static TypeSchema Struct(JsonSchema schema)
    {
        var fields = new List<FieldSchema>();
        if (schema.Source.XEmbeddedResource) fields.AddRange(TypeSchema.Of(typeof(CustomObject)).Fields);
        foreach (var (name, property) in schema.Properties)
            if (fields.All(f => f.Name != name)) fields.Add(Field(name, property, fields.Count));
        return TypeSchema.Struct(fields, schema.PreservesUnknown || schema.AllowsMore ? TypeSchema.Deduced : null);
    }
}
