using System.Text.Json.Nodes;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Patch;

/// <summary>
/// Strategic merge patch: like a merge patch, but lists that the schema marks merge by key or as sets, and directives say what else is
/// meant. https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
/// </summary>
internal static class StrategicMergePatch
{
    /// <exception cref="StatusException">400: a directive is malformed, or an entry lacks its merge key.</exception>
    public static JsonObject Apply(JsonObject target, JsonObject patch, TypeSchema schema) => MergeFields(target, patch, schema);

    /// <summary>Merges the fields of <paramref name="patch"/> into <paramref name="target"/>, which is changed and returned unless it is replaced.</summary>
    internal static JsonObject MergeFields(JsonObject target, JsonObject patch, TypeSchema? schema)
    {
        switch (Directives.Of(patch))
        {
            case null or "merge": break;
            case "replace": return Directives.Without((JsonObject)patch.DeepClone());
            case "delete": return [];
            case var unknown: throw Failures.BadRequest($"unknown patch type: {unknown} in map: {Json.GoText.Of(patch)}");
        }

        RetainKeys(target, patch);
        foreach (var (name, change) in patch)
        {
            if (name is Directives.Patch or Directives.RetainKeys || Directives.TryListName(name, Directives.Order, out _)) continue;
            if (Directives.TryListName(name, Directives.DeleteFromList, out var list)) DeletePrimitives(target, list, change);
            else if (change is null) target.Remove(name);
            else Merge(target, name, change, patch, schema);
        }

        OrderOnly(target, patch, schema);
        return target;
    }

    private static void Merge(JsonObject target, string name, JsonNode change, JsonObject patch, TypeSchema? schema)
    {
        var field = schema?.Kind == ValueKind.Struct ? schema.Find(name) : null;
        var inner = schema?.Kind == ValueKind.Map ? schema.Element : field?.Value;
        var current = target[name];
        switch (change)
        {
            case JsonObject changes when inner?.Kind != ValueKind.Any && field is not { PatchReplaces: true }:
                var merged = MergeFields(current as JsonObject ?? [], changes, inner);
                if (!ReferenceEquals(merged, current)) target[name] = merged;
                break;
            case JsonArray items when field is { PatchMerges: true }:
                var list = current as JsonArray ?? [];
                target[name] = ListMerge.Apply(list, items, Directives.ListOrder(patch, name), field);
                break;
            default:
                target[name] = change.DeepClone();
                break;
        }
    }

    /// <summary>Lists that the patch orders but does not otherwise touch.</summary>
    private static void OrderOnly(JsonObject target, JsonObject patch, TypeSchema? schema)
    {
        foreach (var (name, _) in patch)
        {
            if (!Directives.TryListName(name, Directives.Order, out var list) || patch.ContainsKey(list)) continue;
            if (target[list] is JsonArray items && schema?.Find(list) is { PatchMerges: true } field)
                target[list] = ListMerge.Apply(items, [], Directives.ListOrder(patch, list), field);
        }
    }

    private static void RetainKeys(JsonObject target, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(Directives.RetainKeys, out var directive)) return;
        if (directive is not JsonArray keys || keys.Any(static k => k is not JsonValue value || !value.TryGetValue<string>(out _)))
            throw Failures.BadRequest("invalid patch format of retainKeys: the value of $retainKeys must be a list of strings");
        var retained = keys.Select(static k => k!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in patch)
            if (!name.StartsWith('$') && value is not null && !retained.Contains(name))
                throw Failures.BadRequest("retainKeys list doesn't contain all fields present in the patch");
        foreach (var name in target.Select(static p => p.Key).Where(name => !retained.Contains(name)).ToList()) target.Remove(name);
    }

    private static void DeletePrimitives(JsonObject target, string list, JsonNode? change)
    {
        if (change is not JsonArray deleted) throw Failures.BadRequest($"invalid patch format of $deleteFromPrimitiveList/{list}");
        if (target[list] is not JsonArray current) return;
        for (var index = current.Count - 1; index >= 0; index--)
            if (deleted.Any(d => JsonNode.DeepEquals(d, current[index]))) current.RemoveAt(index);
    }
}
