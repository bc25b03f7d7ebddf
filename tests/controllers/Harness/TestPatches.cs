using System.Text.Json.Nodes;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>RFC 7386, and of strategic merge what controllers use: lists of owner references merge by uid, and names leave lists of finalizers.</summary>
internal static class TestPatches
{
    private const string DeleteFrom = "$deleteFromPrimitiveList/";

    public static void Merge(JsonObject target, JsonObject patch, bool strategic)
    {
        foreach (var (key, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(key);
                    break;
                case JsonArray gone when strategic && key.StartsWith(DeleteFrom, StringComparison.Ordinal):
                    Without(target, key[DeleteFrom.Length..], [.. gone.Select(static node => node!.GetValue<string>())]);
                    break;
                case JsonObject inner when target[key] is JsonObject into:
                    Merge(into, inner, strategic);
                    break;
                case JsonArray references when strategic && key == "ownerReferences":
                    target[key] = MergeReferences(target[key] as JsonArray ?? [], references);
                    break;
                default:
                    target[key] = value.DeepClone();
                    break;
            }
        }
    }

    private static void Without(JsonObject target, string field, HashSet<string> gone)
    {
        if (target[field] is not JsonArray current) return;
        var left = current.Select(static node => node!.GetValue<string>()).Where(value => !gone.Contains(value)).Select(static value => (JsonNode)value).ToArray();
        if (left.Length == 0) target.Remove(field);
        else target[field] = new JsonArray(left);
    }

    private static JsonArray MergeReferences(JsonArray current, JsonArray patch)
    {
        var merged = current.Select(static node => (JsonObject)node!.DeepClone()).ToList();
        foreach (var change in patch.Select(static node => (JsonObject)node!))
        {
            merged.RemoveAll(node => node["uid"]!.GetValue<string>() == change["uid"]!.GetValue<string>());
            if (change["$patch"] is null) merged.Add((JsonObject)change.DeepClone());
        }

        return new JsonArray([.. merged]);
    }
}
