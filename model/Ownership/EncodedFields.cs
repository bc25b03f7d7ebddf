using System.Text.Json;

namespace Orleans.Kube.Model.Ownership;

/// <summary>Asks a set in the form of FieldsV1 without decoding it: most writes change little and leave most owners alone.</summary>
internal static class EncodedFields
{
    public static bool Overlaps(JsonElement set, FieldSet fields)
    {
        if (fields.IsMember && IsMember(set)) return true;
        foreach (var (element, below) in fields.Children)
            if (set.TryGetProperty(element, out var child) && child.ValueKind == JsonValueKind.Object && Overlaps(child, below)) return true;
        return false;
    }

    public static bool Covers(JsonElement set, FieldSet fields)
    {
        if (fields.IsMember && !IsMember(set)) return false;
        foreach (var (element, below) in fields.Children)
            if (!set.TryGetProperty(element, out var child) || child.ValueKind != JsonValueKind.Object || !Covers(child, below)) return false;
        return true;
    }

    private static bool IsMember(JsonElement node)
    {
        using var properties = node.EnumerateObject().GetEnumerator();
        return !properties.MoveNext() || node.TryGetProperty("."u8, out _);
    }
}
