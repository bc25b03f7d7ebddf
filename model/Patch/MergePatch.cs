using System.Text.Json.Nodes;

namespace Orleans.Kube.Model.Patch;

/// <summary>JSON merge patch (RFC 7386): objects merge, null removes, everything else replaces.</summary>
internal static class MergePatch
{
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var result = target as JsonObject ?? [];
        foreach (var (name, change) in changes)
        {
            if (change is null) result.Remove(name);
            else if (change is JsonObject nested) Set(result, name, Apply(result[name], nested));
            else result[name] = change.DeepClone();
        }

        return result;
    }

    private static void Set(JsonObject parent, string name, JsonNode? value)
    {
        if (!ReferenceEquals(parent[name], value)) parent[name] = value;
    }
}
