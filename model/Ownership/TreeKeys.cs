using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>The path elements of list entries in a JSON tree.</summary>
internal static class TreeKeys
{
    /// <summary>The element of an entry of a keyed list, or null when it has none of its keys, or no scalars in them.</summary>
    public static string? Of(JsonNode? entry, TypeSchema element, IReadOnlyList<string> keys)
    {
        if (entry is not JsonObject fields) return null;
        var parts = new List<KeyValuePair<string, string>>(keys.Count);
        foreach (var key in keys)
        {
            if (fields[key] is JsonValue value) parts.Add(KeyValuePair.Create(key, Scalar(value)));
            else if (Default(element.Find(key)) is { } @default) parts.Add(KeyValuePair.Create(key, PathElement.Scalar(@default)));
        }

        return parts.Count == 0 || (parts.Count < keys.Count && Missing(entry, element, keys).Length > 0) ? null : PathElement.Key(parts);
    }

    /// <summary>The first required key that an entry lacks.</summary>
    public static string Missing(JsonNode? entry, TypeSchema element, IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
            if ((entry as JsonObject)?[key] is not JsonValue && element.Find(key) is { Required: true } field && Default(field) is null) return key;
        return (entry as JsonObject)?.Any(p => keys.Contains(p.Key)) == true ? "" : keys[0];
    }

    /// <summary>The element of an entry of a set, or null when it is no scalar.</summary>
    public static string? ValueOf(JsonNode? item) => item is JsonValue value ? "v:" + Scalar(value) : null;

    /// <summary>What a missing key means: a field that is always written has the zero of its type.</summary>
    private static object? Default(FieldSchema? field) => field switch
    {
        null => null,
        { Default: { } @default } => @default,
        { Required: true, Value.Kind: ValueKind.String } => "",
        { Required: true, Value.Kind: ValueKind.Int32 or ValueKind.Int64 } => 0,
        _ => null,
    };

    private static string Scalar(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String ? PathElement.Scalar(value.GetValue<string>()) : value.ToJsonString();
}
