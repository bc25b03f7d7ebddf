using System.Text.Json;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>Finds what differs between two JSON trees of one type, as <see cref="RecordComparison"/> does between records; what is empty differs from what is not there.</summary>
internal sealed class TreeComparison(FieldChanges changes)
{
    private readonly List<string> _path = [];

    /// <summary>Notes the differences between these fields of two custom objects.</summary>
    public static void Into(FieldChanges changes, IReadOnlyDictionary<string, JsonElement> old, IReadOnlyDictionary<string, JsonElement> value, TypeSchema schema) =>
        new TreeComparison(changes).Fields(schema, Entries(old), Entries(value));

    /// <summary>The changes from one object to another, as UTF-8 JSON.</summary>
    public static FieldChanges Between(byte[] old, byte[] value, TypeSchema schema)
    {
        using var before = JsonDocument.Parse(old);
        using var after = JsonDocument.Parse(value);
        var changes = new FieldChanges();
        new TreeComparison(changes).Fields(schema, Properties(before.RootElement), Properties(after.RootElement));
        return changes;
    }

    private void Fields(TypeSchema schema, Dictionary<string, JsonElement> old, Dictionary<string, JsonElement> value)
    {
        foreach (var (name, before) in old) Field(schema, name, before, value.TryGetValue(name, out var after) ? after : null);
        foreach (var (name, after) in value)
            if (!old.ContainsKey(name)) Field(schema, name, null, after);
    }

    private void Field(TypeSchema schema, string name, JsonElement? old, JsonElement? value)
    {
        var field = schema.Kind == ValueKind.Struct ? schema.Find(name) : null;
        var inner = field?.Value ?? schema.Element ?? TypeSchema.Deduced;
        Step(PathElement.Field(name), inner, field?.Merge ?? inner.DefaultMerge, field?.Keys ?? [], old, value);
    }

    private void Step(string element, TypeSchema schema, MergeStyle merge, IReadOnlyList<string> keys, JsonElement? old, JsonElement? value)
    {
        if (old is { } before && value is { } after && JsonElement.DeepEquals(before, after)) return;
        _path.Add(element);
        if (old is null || value is null) Note(old is null ? changes.Added : changes.Removed);
        switch (merge)
        {
            case MergeStyle.Granular when Are(JsonValueKind.Object, old, value): Fields(schema, Properties(old), Properties(value)); break;
            case MergeStyle.KeyedList when Are(JsonValueKind.Array, old, value): Items(schema.Element!, Keyed(old, schema.Element!, keys), Keyed(value, schema.Element!, keys)); break;
            case MergeStyle.Set when Are(JsonValueKind.Array, old, value): Items(schema.Element!, Set(old), Set(value)); break;
            default:
                if (old is not null && value is not null) Note(changes.Modified);
                break;
        }

        _path.RemoveAt(_path.Count - 1);
    }

    private void Items(TypeSchema element, Dictionary<string, JsonElement> old, Dictionary<string, JsonElement> value)
    {
        foreach (var (key, before) in old) Step(key, element, element.DefaultMerge, [], before, value.TryGetValue(key, out var after) ? after : null);
        foreach (var (key, after) in value)
            if (!old.ContainsKey(key)) Step(key, element, element.DefaultMerge, [], null, after);
    }

    private void Note(FieldSet set)
    {
        foreach (var element in _path) set = set.Below(element);
        set.Include();
    }

    private static bool Are(JsonValueKind kind, JsonElement? old, JsonElement? value) =>
        IsOrNothing(kind, old) && IsOrNothing(kind, value) && (old?.ValueKind == kind || value?.ValueKind == kind);

    private static bool IsOrNothing(JsonValueKind kind, JsonElement? value) => value is null or { ValueKind: JsonValueKind.Null } || value.Value.ValueKind == kind;

    private static Dictionary<string, JsonElement> Entries(IReadOnlyDictionary<string, JsonElement> fields) => new(fields, StringComparer.Ordinal);

    private static Dictionary<string, JsonElement> Properties(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } present ? present.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value, StringComparer.Ordinal) : [];

    private static Dictionary<string, JsonElement> Keyed(JsonElement? list, TypeSchema element, IReadOnlyList<string> keys)
    {
        var entries = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in Elements(list))
        {
            if (item.ValueKind == JsonValueKind.Object) entries.TryAdd(Key(item, element, keys), item);
        }

        return entries;
    }

    private static string Key(JsonElement item, TypeSchema element, IReadOnlyList<string> keys)
    {
        var parts = new List<KeyValuePair<string, string>>(keys.Count);
        foreach (var key in keys)
        {
            if (item.TryGetProperty(key, out var part)) parts.Add(KeyValuePair.Create(key, PathElement.Scalar(part)));
            else if (element.Find(key)?.Default is { } @default) parts.Add(KeyValuePair.Create(key, PathElement.Scalar(@default)));
        }

        return PathElement.Key(parts);
    }

    private static Dictionary<string, JsonElement> Set(JsonElement? list)
    {
        var entries = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in Elements(list)) entries.TryAdd(PathElement.Value(item), item);
        return entries;
    }

    private static IEnumerable<JsonElement> Elements(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } present ? present.EnumerateArray() : [];
}
