using System.Collections;
using System.Text.Json;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>Whether two values of a type have the same content: lists and maps by what they hold, which records' own equality does not do.</summary>
internal static class RecordEquality
{
    public static bool Same(TypeSchema schema, object? left, object? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null) return false;
        return schema.Kind switch
        {
            ValueKind.Struct => SameFields(schema, left, right),
            ValueKind.List => SameItems(schema.Element!, (IEnumerable)left, (IEnumerable)right),
            ValueKind.Map => SameEntries(schema.Element!, (IEnumerable)left, (IEnumerable)right),
            ValueKind.Bytes => ((byte[])left).AsSpan().SequenceEqual((byte[])right),
            ValueKind.Any => JsonElement.DeepEquals((JsonElement)left, (JsonElement)right),
            _ => left.Equals(right),
        };
    }

    private static bool SameFields(TypeSchema schema, object left, object right)
    {
        foreach (var field in schema.Fields)
            if (!Same(field.Value, field.Read(left), field.Read(right))) return false;
        return true;
    }

    private static bool SameItems(TypeSchema element, IEnumerable left, IEnumerable right)
    {
        var others = right.GetEnumerator();
        foreach (var item in left)
            if (!others.MoveNext() || !Same(element, item, others.Current)) return false;
        return !others.MoveNext();
    }

    private static bool SameEntries(TypeSchema element, IEnumerable left, IEnumerable right)
    {
        var others = right.Cast<object>().Select(MapEntry.Of).ToDictionary(static e => e.Name, static e => e.Value, StringComparer.Ordinal);
        var count = 0;
        foreach (var item in left)
        {
            var (name, value) = MapEntry.Of(item);
            if (!others.TryGetValue(name, out var other) || !Same(element, value, other)) return false;
            count++;
        }

        return count == others.Count;
    }
}
