using System.Text.Json.Nodes;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Patch;

/// <summary>How a strategic merge patch changes a list that merges: entries are found by their key, or are the key themselves.</summary>
internal sealed class ListMerge
{
    private readonly FieldSchema _field;
    private readonly List<(string Key, JsonNode? Item)> _entries = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonNode?> _byKey = new(StringComparer.Ordinal);

    private ListMerge(FieldSchema field) => _field = field;

    /// <summary>A new list: <paramref name="current"/> with <paramref name="changes"/> merged into it, in the order asked for.</summary>
    /// <exception cref="StatusException">400: an entry has no merge key, or a directive is malformed.</exception>
    public static JsonArray Apply(JsonArray current, JsonArray changes, JsonArray? order, FieldSchema field)
    {
        var merge = new ListMerge(field);
        var replaces = changes.Any(static c => c is JsonObject entry && Directives.Of(entry) == "replace");
        if (!replaces) merge.Load(current);
        foreach (var change in changes) merge.Take(change, replaces);
        return merge.Write(order, changes);
    }

    private void Load(JsonArray current)
    {
        var items = current.ToList();
        current.Clear();
        foreach (var item in items)
        {
            var key = KeyOf(item);
            _entries.Add((key, item));
            _byKey[key] = item;
            _known.Add(key);
        }
    }

    private void Take(JsonNode? change, bool replaces)
    {
        if (change is JsonObject entry && Directives.Of(entry) is { } directive)
        {
            if (directive == "delete") Delete(KeyOf(entry));
            else if (directive == "merge") Merge(Directives.Without((JsonObject)entry.DeepClone()));
            else if (directive != "replace") throw Failures.BadRequest($"unknown patch type: {directive} in map: {GoText.Of(entry)}");
        }
        else if (replaces)
        {
            Add(KeyOf(change), change?.DeepClone());
        }
        else
        {
            Merge(change);
        }
    }

    private void Merge(JsonNode? change)
    {
        var key = KeyOf(change);
        if (!_byKey.TryGetValue(key, out var existing))
        {
            Add(key, change is JsonObject added ? StrategicMergePatch.MergeFields([], added, _field.Value.Element) : change?.DeepClone());
            return;
        }

        if (existing is not JsonObject fields || change is not JsonObject changes) return;
        var merged = StrategicMergePatch.MergeFields(fields, changes, _field.Value.Element);
        if (ReferenceEquals(merged, fields)) return;
        _byKey[key] = merged;
        _entries[_entries.FindIndex(e => e.Key == key)] = (key, merged);
    }

    private void Add(string key, JsonNode? item)
    {
        if (_field.PatchKey is null && _byKey.ContainsKey(key)) return;
        _entries.Add((key, item));
        _byKey[key] = item;
    }

    private void Delete(string key)
    {
        _entries.RemoveAll(e => e.Key == key);
        _byKey.Remove(key);
    }

    /// <summary>Without an order of its own, the patch's list is the order of what it names.</summary>
    private JsonArray Write(JsonArray? order, JsonArray changes)
    {
        var changed = changes.Where(static c => c is not JsonObject entry || Directives.Of(entry) is null).Select(KeyOf).ToList();
        var wanted = order?.Select(KeyOf).ToList() ?? changed;
        if (order is not null && !wanted.Where(changed.Contains).SequenceEqual(changed.Distinct()))
            throw Failures.BadRequest($"The order in patch list:\n{changes.ToJsonString()}\n doesn't match $setElementOrder list:\n{order.ToJsonString()}\n");
        ElementOrder.Sort(_entries, wanted, _known);
        return new JsonArray([.. _entries.Select(static e => e.Item)]);
    }

    private string KeyOf(JsonNode? item)
    {
        if (_field.PatchKey is not { } name) return item?.ToJsonString() ?? "null";
        if (item is not JsonObject entry) throw Failures.BadRequest($"invalid patch format: an entry of {_field.Name} is no object");
        return entry[name]?.ToJsonString() ?? throw Failures.BadRequest($"map: {Show(entry)} does not contain declared merge key: {name}");
    }

    private static string Show(JsonObject entry)
    {
        const int Longest = 200;
        var text = GoText.Of(entry);
        return text.Length > Longest ? $"{text[..Longest]}...]" : text;
    }
}
