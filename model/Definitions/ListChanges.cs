namespace Orleans.Kube.Model.Definitions;

/// <summary>Copies of lists and maps that are made only where something changes.</summary>
internal static class ListChanges
{
    /// <summary>The list with each item changed; the same instance when every item stays the same instance.</summary>
    public static IReadOnlyList<T> Map<T>(this IReadOnlyList<T> list, Func<T, T> change) where T : class
    {
        T[]? changed = null;
        for (var i = 0; i < list.Count; i++)
        {
            var item = change(list[i]);
            if (changed is null && ReferenceEquals(item, list[i])) continue;
            changed ??= [.. list];
            changed[i] = item;
        }

        return changed ?? list;
    }

    /// <summary>The map with <paramref name="key"/> set; the same instance when it already is.</summary>
    public static IReadOnlyDictionary<string, T> With<T>(this IReadOnlyDictionary<string, T> map, string key, T value) =>
        map.TryGetValue(key, out var known) && EqualityComparer<T>.Default.Equals(known, value) ? map : new Dictionary<string, T>(map, StringComparer.Ordinal) { [key] = value };

    /// <summary>The map with the entries of <paramref name="defaults"/> that it lacks.</summary>
    public static IReadOnlyDictionary<string, T> Or<T>(this IReadOnlyDictionary<string, T> map, IReadOnlyDictionary<string, T> defaults)
    {
        Dictionary<string, T>? merged = null;
        foreach (var (key, value) in defaults)
            if (!map.ContainsKey(key)) (merged ??= new(map, StringComparer.Ordinal)).Add(key, value);
        return merged ?? map;
    }

    /// <summary>The text, or another one when it is empty.</summary>
    public static string Or(this string text, string other) => text.Length == 0 ? other : text;

    /// <summary>The number, or another one when it is 0.</summary>
    public static int Or(this int number, int other) => number == 0 ? other : number;
}
