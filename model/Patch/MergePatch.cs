using System.Text.Json.Nodes;

namespace Orleans.Kube.Model.Patch;

/// <summary>JSON merge patch (RFC 7386): objects merge, null removes, everything else replaces; the library of Kubernetes takes nulls out of objects in lists too.</summary>
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
            else result[name] = result[name] is JsonObject ? change.DeepClone() : Pruned(change.DeepClone());
        }

        return result;
    }

    private static JsonNode Pruned(JsonNode value)
    {
        if (value is JsonArray items)
        {
            foreach (var item in items)
                if (item is not null) Pruned(item);
        }
        else if (value is JsonObject fields)
        {
            foreach (var (name, field) in fields.ToList())
            {
                if (field is null) fields.Remove(name);
                else Pruned(field);
            }
        }

        return value;
    }

    private static void Set(JsonObject parent, string name, JsonNode? value)
    {
        if (!ReferenceEquals(parent[name], value)) parent[name] = value;
    }
}
