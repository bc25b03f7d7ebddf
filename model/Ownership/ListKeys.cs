using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>How the entries of a keyed list are told apart.</summary>
internal readonly struct ListKeys(TypeSchema element, IReadOnlyList<string> names)
{
    public TypeSchema Element { get; } = element;

    /// <summary>Whether both lists have entries with the same keys in the same order.</summary>
    public bool AreSame(IReadOnlyList<object> left, IReadOnlyList<object> right)
    {
        if (left.Count != right.Count) return false;
        for (var index = 0; index < left.Count; index++)
            if (!ReferenceEquals(left[index], right[index]) && !HaveSame(left[index], right[index])) return false;
        return true;
    }

    /// <summary>The entry's step in paths: <c>k:{"name":"web"}</c>.</summary>
    public string PathElementOf(object entry)
    {
        if (names.Count == 1) return Value(entry, names[0]) is { } only ? $"k:{{\"{names[0]}\":{PathElement.Scalar(only)}}}" : "k:{}";
        var parts = new List<KeyValuePair<string, string>>(names.Count);
        foreach (var name in names)
            if (Value(entry, name) is { } value) parts.Add(KeyValuePair.Create(name, PathElement.Scalar(value)));
        return PathElement.Key(parts);
    }

    private bool HaveSame(object left, object right)
    {
        foreach (var name in names)
            if (!Equals(Value(left, name), Value(right, name))) return false;
        return true;
    }

    private object? Value(object entry, string name)
    {
        var field = Element.Find(name)!;
        return field.Read(entry) ?? field.Default;
    }
}
