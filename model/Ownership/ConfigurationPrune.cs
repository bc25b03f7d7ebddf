using System.Text.Json.Nodes;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>Removes what a manager applied before, names no longer, and nobody else owns. An entry of a map or a list has to be owned itself: whoever owns a field in it does not keep it.</summary>
internal static class ConfigurationPrune
{
    /// <param name="target">The object, changed in place.</param>
    /// <param name="last">What the manager owned before.</param>
    /// <param name="owned">What anyone owns now.</param>
    /// <param name="schema">The object's type.</param>
    public static void From(JsonObject target, FieldSet last, FieldSet owned, TypeSchema schema) => Fields(target, last, owned, schema, []);

    private static void Fields(JsonObject target, FieldSet last, FieldSet owned, TypeSchema schema, IReadOnlyList<string> kept)
    {
        foreach (var (element, before) in last.Children)
        {
            if (!element.StartsWith("f:", StringComparison.Ordinal)) continue;
            var name = element[2..];
            if (kept.Contains(name) || target[name] is not { } value) continue;
            var field = schema.Kind == ValueKind.Struct ? schema.Find(name) : null;
            var isOwned = owned.Children.TryGetValue(element, out var after) && (field is not null || after.IsMember);
            if (!isOwned && (field is not null || before.IsMember))
            {
                target.Remove(name);
                continue;
            }

            after ??= FieldSet.Empty;
            var inner = schema.Kind == ValueKind.Map ? schema.Element : field?.Value;
            if (inner is not null) Inside(value, before, after, inner, field?.Merge ?? inner.DefaultMerge, field?.Keys ?? []);
        }
    }

    private static void Inside(JsonNode value, FieldSet last, FieldSet owned, TypeSchema schema, MergeStyle merge, IReadOnlyList<string> keys)
    {
        switch (merge, value)
        {
            case (MergeStyle.Granular, JsonObject fields): Fields(fields, last, owned, schema, []); break;
            case (MergeStyle.KeyedList, JsonArray list): Entries(list, last, owned, schema.Element!, keys, item => TreeKeys.Of(item, schema.Element!, keys)); break;
            case (MergeStyle.Set, JsonArray list): Entries(list, last, owned, schema.Element!, [], TreeKeys.ValueOf); break;
        }
    }

    private static void Entries(
        JsonArray list, FieldSet last, FieldSet owned, TypeSchema element, IReadOnlyList<string> keys, Func<JsonNode?, string?> keyOf)
    {
        for (var index = list.Count - 1; index >= 0; index--)
        {
            if (keyOf(list[index]) is not { } key || !last.Children.TryGetValue(key, out var before)) continue;
            var after = owned.Children.GetValueOrDefault(key, FieldSet.Empty);
            if (before.IsMember && !after.IsMember) list.RemoveAt(index);
            else if (list[index] is JsonObject entry && element.DefaultMerge == MergeStyle.Granular) Fields(entry, before, after, element, keys);
        }
    }
}
