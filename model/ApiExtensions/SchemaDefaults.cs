using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>Fills in the defaults of a schema, and drops nulls where the schema allows none.</summary>
internal static class SchemaDefaults
{
    /// <summary>Completes in place; whether anything changed.</summary>
    public static bool Apply(JsonNode? value, JsonSchema schema) => value switch
    {
        JsonObject fields => Fields(fields, schema),
        JsonArray list when schema.Items is { } items => Items(list, items),
        _ => false,
    };

    private static bool Fields(JsonObject fields, JsonSchema schema)
    {
        var changed = false;
        foreach (var (name, property) in schema.Properties)
        {
            var isThere = fields.TryGetPropertyValue(name, out var value);
            if (isThere && (value is not null || property.AllowsNull)) continue;
            if (property.Source.Default is { } @default) fields[name] = CustomObject.TreeOf(@default);
            else if (isThere) fields.Remove(name);
            else continue;
            changed = true;
        }

        foreach (var (name, value) in fields.ToList())
        {
            if (schema.Properties.TryGetValue(name, out var property)) changed |= Apply(value, property);
            else if (schema.AdditionalProperties is { } more) changed |= Apply(value, more);
        }

        return changed;
    }

    private static bool Items(JsonArray list, JsonSchema items)
    {
        var changed = false;
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is null && !items.AllowsNull && items.Source.Default is { } @default)
            {
                list[i] = CustomObject.TreeOf(@default);
                changed = true;
            }

            changed |= Apply(list[i], items);
        }

        return changed;
    }
}
