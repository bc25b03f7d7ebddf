using System.Collections;

namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>
/// A list whose order does not count: a set, or one whose items are known by keys (https://kubernetes.io/docs/reference/using-api/cel/).
/// Any other is a plain <see cref="IReadOnlyList{T}"/>.
/// </summary>
/// <param name="items">The items.</param>
/// <param name="keys">The fields that items are known by; none for a set.</param>
internal sealed class CelList(IReadOnlyList<object?> items, IReadOnlyList<string> keys) : IReadOnlyList<object?>
{
    public int Count => items.Count;

    public object? this[int index] => items[index];

    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether another list has the same items.</summary>
    public bool Same(IReadOnlyList<object?> other) => Count == other.Count && this.All(item => other.Any(o => Equality.Equal(item, o)));

    /// <summary>Both lists: what is in the first keeps its place, and takes the second's value where they know it by the same key.</summary>
    public CelList With(IReadOnlyList<object?> more)
    {
        var merged = items.ToList();
        foreach (var item in more)
        {
            var at = merged.FindIndex(known => IsSame(known, item));
            if (at < 0) merged.Add(item);
            else merged[at] = item;
        }

        return new CelList(merged, keys);
    }

    private bool IsSame(object? left, object? right) => keys.Count == 0 ? Equality.Equal(left, right) : keys.All(k => Equality.Equal(Key(left, k), Key(right, k)));

    private static object? Key(object? item, string key) => item is CelMap map && map.TryGet(key, out var value) ? value : null;
}
