using System.Text.Json.Nodes;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>RFC 7386, and of strategic merge what controllers use: lists of owner references merge by uid.</summary>
internal static class TestPatches
{
    public static void Merge(JsonObject target, JsonObject patch, bool strategic)
    {
        foreach (var (key, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(key);
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
