using System.Collections;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>
/// Finds what differs between two records of one type. Parts that both share by reference, as <c>with</c> expressions leave them, cost
/// nothing, so a status update is compared in the size of what it changed.
/// </summary>
internal sealed class RecordComparison
{
    private readonly List<string> _path = [];
    private readonly FieldChanges _changes = new();

    private RecordComparison()
    {
    }

    /// <summary>The changes from <paramref name="old"/> to <paramref name="value"/>, without identity and what the server keeps in metadata.</summary>
    public static FieldChanges Between(KubeObject old, KubeObject value)
    {
        var comparison = new RecordComparison();
        foreach (var field in TypeSchema.Of(value.GetType()).Fields)
        {
            if (field.Name is "apiVersion" or "kind") continue;
            if (field.Name == "metadata") comparison.Metadata(old.Metadata, value.Metadata);
            else comparison.Field(field, old, value);
        }

        return comparison._changes;
    }

    private void Metadata(ObjectMeta old, ObjectMeta value)
    {
        if (ReferenceEquals(old, value)) return;
        _path.Add(PathElement.Field("metadata"));
        foreach (var field in TypeSchema.Of(typeof(ObjectMeta)).Fields)
            if (!Untracked.IsServerKept(field.Name)) Field(field, old, value);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Field(FieldSchema field, object? old, object? value)
    {
        var before = old is null ? null : field.Read(old);
        var after = value is null ? null : field.Read(value);
        if (ReferenceEquals(before, after)) return;
        _path.Add(field.PathElement);
        Value(field.Value, field.Merge, field.Keys, before, after);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Value(TypeSchema schema, MergeStyle merge, IReadOnlyList<string> keys, object? old, object? value)
    {
        if (ReferenceEquals(old, value)) return;
        if (old is null || value is null) Note(old is null ? _changes.Added : _changes.Removed);
        switch (merge)
        {
            case MergeStyle.Granular when schema.Kind == ValueKind.Struct:
                foreach (var field in schema.Fields) Field(field, old, value);
                break;
            case MergeStyle.Granular:
                MapEntries(schema.Element!, old, value);
                break;
            case MergeStyle.KeyedList:
                KeyedEntries(new ListKeys(schema.Element!, keys), (IReadOnlyList<object>?)old ?? [], (IReadOnlyList<object>?)value ?? []);
                break;
            case MergeStyle.Set:
                Entries(schema.Element!, Set(old), Set(value));
                break;
            default:
                if (old is not null && value is not null && !RecordEquality.Same(schema, old, value)) Note(_changes.Modified);
                break;
        }
    }

    private void MapEntries(TypeSchema element, object? old, object? value)
    {
        if (old is IReadOnlyDictionary<string, string> before && value is IReadOnlyDictionary<string, string> after && SameTexts(before, after)) return;
        Entries(element, Map(old), Map(value));
    }

    /// <summary>Where both lists have the same keys at the same places, which is the usual case, the entries' path elements are made only where they differ.</summary>
    private void KeyedEntries(ListKeys keys, IReadOnlyList<object> old, IReadOnlyList<object> value)
    {
        if (!keys.AreSame(old, value))
        {
            Entries(keys.Element, Keyed(old, keys), Keyed(value, keys));
            return;
        }

        for (var index = 0; index < old.Count; index++)
            if (!RecordEquality.Same(keys.Element, old[index], value[index])) Entry(keys.PathElementOf(value[index]), keys.Element, old[index], value[index]);
    }

    private void Entries(TypeSchema element, Dictionary<string, object> old, Dictionary<string, object> value)
    {
        foreach (var (name, before) in old) Entry(name, element, before, value.GetValueOrDefault(name));
        foreach (var (name, after) in value)
            if (!old.ContainsKey(name)) Entry(name, element, null, after);
    }

    private void Entry(string name, TypeSchema element, object? before, object? after)
    {
        if (ReferenceEquals(before, after)) return;
        _path.Add(name);
        Value(element, element.DefaultMerge, [], before, after);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Note(FieldSet set)
    {
        foreach (var element in _path) set = set.Below(element);
        set.Include();
    }

    private static bool SameTexts(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (name, text) in left)
            if (!right.TryGetValue(name, out var other) || other != text) return false;
        return true;
    }

    private static Dictionary<string, object> Map(object? map)
    {
        var entries = new Dictionary<string, object>(StringComparer.Ordinal);
        switch (map)
        {
            case null: break;
            case IReadOnlyDictionary<string, string> texts:
                foreach (var (name, text) in texts) entries[PathElement.Field(name)] = text;
                break;
            case IReadOnlyDictionary<string, Quantity> amounts:
                foreach (var (name, amount) in amounts) entries[PathElement.Field(name)] = amount;
                break;
            case IEnumerable items:
                foreach (var item in items)
                {
                    var (name, value) = MapEntry.Of(item);
                    entries[PathElement.Field(name)] = value;
                }

                break;
        }

        return entries;
    }

    private static Dictionary<string, object> Keyed(IReadOnlyList<object> list, ListKeys keys)
    {
        var entries = new Dictionary<string, object>(list.Count, StringComparer.Ordinal);
        foreach (var item in list) entries.TryAdd(keys.PathElementOf(item), item);
        return entries;
    }

    private static Dictionary<string, object> Set(object? list)
    {
        var entries = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var item in (IEnumerable?)list ?? Array.Empty<object>())
            if (item is not null) entries.TryAdd(PathElement.Value(item), item);
        return entries;
    }
}
