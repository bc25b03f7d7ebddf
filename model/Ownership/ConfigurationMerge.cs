using System.Text.Json.Nodes;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>Merges a configuration into an object: what it names is set, everything else stays. A null clears what is a whole, and leaves alone what is merged.</summary>
internal static class ConfigurationMerge
{
    public static void Into(JsonObject target, JsonObject configuration, TypeSchema schema)
    {
        foreach (var (name, item) in configuration)
        {
            var field = schema.Kind == ValueKind.Struct ? schema.Find(name) : null;
            var inner = schema.Kind == ValueKind.Map ? schema.Element! : field!.Value;
            var merge = field?.Merge ?? inner.DefaultMerge;
            switch (merge, item, target[name])
            {
                case (MergeStyle.Granular, JsonObject changes, JsonObject existing): Into(existing, changes, inner); break;
                case (MergeStyle.KeyedList, JsonArray changes, JsonArray existing): Keyed(existing, changes, inner.Element!, field!.Keys); break;
                case (MergeStyle.Set, JsonArray changes, JsonArray existing): Set(existing, changes); break;
                case (MergeStyle.Granular, null, JsonObject { Count: > 0 }): break;
                case (MergeStyle.KeyedList or MergeStyle.Set, null, JsonArray { Count: > 0 }): break;
                default: target[name] = item?.DeepClone(); break;
            }
        }
    }

    private static void Keyed(JsonArray existing, JsonArray changes, TypeSchema element, IReadOnlyList<string> keys)
    {
        var merged = Order(existing, changes, item => TreeKeys.Of(item, element, keys), (old, change) =>
        {
            if (old is JsonObject target && change is JsonObject configuration && element.DefaultMerge == MergeStyle.Granular) Into(target, configuration, element);
            else return change?.DeepClone();
            return old;
        });
        Replace(existing, merged);
    }

    private static void Set(JsonArray existing, JsonArray changes) =>
        Replace(existing, Order(existing, changes, TreeKeys.ValueOf, static (old, _) => old));

    /// <summary>
    /// The entries of both lists: the configuration gives the order of its own, entries that only the object has stay where they stood
    /// relative to what both have.
    /// </summary>
    private static List<JsonNode?> Order(JsonArray existing, JsonArray changes, Func<JsonNode?, string?> keyOf, Func<JsonNode?, JsonNode?, JsonNode?> merge)
    {
        var mine = existing.Select(item => (Key: keyOf(item), Item: item)).ToList();
        var theirs = changes.Select(item => (Key: keyOf(item), Item: item)).ToList();
        var named = theirs.Select(static t => t.Key).ToHashSet(StringComparer.Ordinal);
        var byKey = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (key, item) in mine)
            if (key is not null) byKey.TryAdd(key, item);

        var result = new List<JsonNode?>(mine.Count + theirs.Count);
        var at = 0;
        foreach (var (key, change) in theirs)
        {
            while (at < mine.Count && !(mine[at].Key is { } known && named.Contains(known))) result.Add(mine[at++].Item);
            if (at < mine.Count && mine[at].Key == key) at++;
            result.Add(byKey.TryGetValue(key!, out var old) ? merge(old, change) : change?.DeepClone());
        }

        for (; at < mine.Count; at++)
            if (mine[at].Key is not { } known || !named.Contains(known)) result.Add(mine[at].Item);
        return result;
    }

    private static void Replace(JsonArray list, List<JsonNode?> items)
    {
        list.Clear();
        foreach (var item in items) list.Add(item);
    }
}
