using System.Text.Json;
using Orleans.Kube.Model.Ownership;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>Finds what differs between the fields of two custom objects, as <see cref="RecordComparison"/> does between records.</summary>
internal sealed class TreeComparison(FieldChanges changes)
{
    private readonly List<string> _path = [];

    /// <summary>Notes the differences between the fields beside metadata.</summary>
    public static void Into(FieldChanges changes, CustomObject old, CustomObject value, TypeSchema schema) =>
        new TreeComparison(changes).Fields(schema, Entries(old.Fields), Entries(value.Fields));

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
            case MergeStyle.KeyedList when Are(JsonValueKind.Array, old, value): Items(schema.Element!, Keyed(old, keys), Keyed(value, keys)); break;
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

    private static bool Are(JsonValueKind kind, JsonElement? old, JsonElement? value) => (old is null || old.Value.ValueKind == kind) && (value is null || value.Value.ValueKind == kind);

    private static Dictionary<string, JsonElement> Entries(IReadOnlyDictionary<string, JsonElement> fields) => new(fields, StringComparer.Ordinal);

    private static Dictionary<string, JsonElement> Properties(JsonElement? value) =>
        value is { } present ? present.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value, StringComparer.Ordinal) : [];

    private static Dictionary<string, JsonElement> Keyed(JsonElement? list, IReadOnlyList<string> keys)
    {
        var entries = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in Elements(list))
        {
            if (item.ValueKind != JsonValueKind.Object) continue;
            entries.TryAdd(PathElement.Key(keys.Where(k => item.TryGetProperty(k, out _)).Select(k => KeyValuePair.Create(k, PathElement.Scalar(item.GetProperty(k))))), item);
        }

        return entries;
    }

    private static Dictionary<string, JsonElement> Set(JsonElement? list)
    {
        var entries = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in Elements(list)) entries.TryAdd(PathElement.Value(item), item);
        return entries;
    }

    private static IEnumerable<JsonElement> Elements(JsonElement? list) => list is { } present ? present.EnumerateArray() : [];
}
