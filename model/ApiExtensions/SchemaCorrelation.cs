using System.Text.Json;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>Which part of an object was which part of it before (k8s.io/apiserver/pkg/cel/common, CorrelatedObject).</summary>
internal static class SchemaCorrelation
{
    /// <summary>What a property was before.</summary>
    public static JsonElement? Property(JsonElement? old, string name) => old is { ValueKind: JsonValueKind.Object } before && before.TryGetProperty(name, out var found) ? found : null;

    /// <summary>The entry that an entry was before: lists with keys know, others do not.</summary>
    public static JsonElement? Entry(JSONSchemaProps list, JsonElement item, JsonElement? old)
    {
        if (list.XListType != "map" || old is not { ValueKind: JsonValueKind.Array } before || item.ValueKind != JsonValueKind.Object) return null;
        foreach (var candidate in before.EnumerateArray())
            if (candidate.ValueKind == JsonValueKind.Object && list.XListMapKeys.All(k => Key(candidate, k) == Key(item, k))) return candidate;
        return null;
    }

    private static string? Key(JsonElement entry, string key) => entry.TryGetProperty(key, out var value) ? value.GetRawText() : null;
}
