using System.Text.Json.Nodes;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>Removes the fields that a schema does not know.</summary>
internal static class SchemaPruning
{
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
            if (schema.Source.XEmbeddedResource && name is "apiVersion" or "kind" or "metadata") continue;
            var below = path.Length == 0 ? name : $"{path}.{name}";
            if (schema.Properties.TryGetValue(name, out var known)) Value(value, known, below, removed);
            else if (schema.AdditionalProperties is { } more) Value(value, more, below, removed);
            else if (!schema.PreservesUnknown && !schema.AllowsMore) Remove(fields, name, below, removed);
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
