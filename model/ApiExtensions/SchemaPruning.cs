using System.Text.Json.Nodes;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>Removes the fields that a schema does not know.</summary>
internal static class SchemaPruning
{
    private static readonly TypeSchema Metadata = TypeSchema.Of(typeof(ObjectMeta));

    /// <summary>Prunes in place.</summary>
    /// <param name="value">An object of the resource, without apiVersion, kind and metadata.</param>
    /// <param name="schema">The resource's schema.</param>
    /// <returns>The paths of what was removed: <c>spec.colour</c>.</returns>
    public static IReadOnlyList<string> Prune(JsonObject value, JsonSchema schema)
    {
        var removed = new List<string>();
        Fields(value, schema, "", removed);
        return removed;
    }

    private static void Value(JsonNode? value, JsonSchema? schema, string path, List<string> removed)
    {
        switch (value)
        {
            case JsonObject fields when schema is null: Clear(fields, path, removed); break;
            case JsonObject fields: Fields(fields, schema, path, removed); break;
            case JsonArray list when schema is not { PreservesUnknown: true, Items: null }:
                for (var i = 0; i < list.Count; i++) Value(list[i], schema?.Items, $"{path}[{i}]", removed);
                break;
        }
    }

    private static void Fields(JsonObject fields, JsonSchema schema, string path, List<string> removed)
    {
        foreach (var (name, value) in fields.ToList())
        {
            var below = path.Length == 0 ? name : $"{path}.{name}";
            if (schema.Source.XEmbeddedResource && name is "apiVersion" or "kind") continue;
            if (schema.Source.XEmbeddedResource && name == "metadata") Known(value, Metadata, below, removed);
            else if (schema.Properties.TryGetValue(name, out var known)) Value(value, known, below, removed);
            else if (schema.AdditionalProperties is { } more) Value(value, more, below, removed);
            else if (!schema.PreservesUnknown && !schema.AllowsMore) Remove(fields, name, below, removed);
        }
    }

    /// <summary>Removes what a type of the API does not know: the metadata of an embedded object is that of any other.</summary>
    private static void Known(JsonNode? value, TypeSchema type, string path, List<string> removed)
    {
        if (value is JsonArray list && type.Kind == ValueKind.List)
        {
            for (var i = 0; i < list.Count; i++) Known(list[i], type.Element!, $"{path}[{i}]", removed);
        }
        else if (value is JsonObject fields && type.Kind == ValueKind.Struct)
        {
            foreach (var (name, field) in fields.ToList())
            {
                if (type.Find(name) is { } known) Known(field, known.Value, $"{path}.{name}", removed);
                else Remove(fields, name, $"{path}.{name}", removed);
            }
        }
    }

    private static void Clear(JsonObject fields, string path, List<string> removed)
    {
        foreach (var (name, _) in fields.ToList()) Remove(fields, name, $"{path}.{name}", removed);
    }

    private static void Remove(JsonObject fields, string name, string path, List<string> removed)
    {
        fields.Remove(name);
        removed.Add(path);
    }
}
