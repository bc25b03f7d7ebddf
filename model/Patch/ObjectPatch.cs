using System.Text.Json.Nodes;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Patch;

/// <summary>Applies a patch to an object's JSON. Pure; the result is not yet decoded or validated.</summary>
public static class ObjectPatch
{
    /// <summary>The object after the patch.</summary>
    /// <param name="schema">The object's type, whose fields say how a strategic merge patch merges; null where there is none.</param>
    /// <param name="current">The object as UTF-8 JSON.</param>
    /// <param name="kind">Any kind but <see cref="PatchKind.Apply"/>, which needs to know owners.</param>
    /// <param name="patch">The patch as UTF-8 JSON.</param>
    /// <exception cref="StatusException">
    /// 400: the patch is malformed; 413: it has too many operations; 415: a strategic merge patch of a type without schema; 422: it does not
    /// apply to the object.
    /// </exception>
    public static byte[] Apply(TypeSchema? schema, ReadOnlySpan<byte> current, PatchKind kind, ReadOnlySpan<byte> patch) => kind switch
    {
        PatchKind.Json => JsonTree.Write(JsonPatch.Apply(JsonTree.Parse(current), JsonTree.Parse(patch))),
        PatchKind.Merge => JsonTree.Write(MergePatch.Apply(JsonTree.Parse(current), Fields(JsonTree.Parse(patch)))),
        PatchKind.StrategicMerge when schema is null => throw Failures.UnsupportedMediaType(
            "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"),
        PatchKind.StrategicMerge => JsonTree.Write(
            StrategicMergePatch.Apply(Fields(JsonTree.Parse(current)), Fields(JsonTree.Parse(patch)), schema)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "server-side apply is not a patch of the JSON alone"),
    };

    private static JsonObject Fields(JsonNode? node) =>
        node as JsonObject ?? throw Failures.BadRequest($"error decoding patch: json: cannot unmarshal {GoText.KindOf(node)} into Go value of type map[string]interface {{}}");
}
