using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// Equality of API values by content: records field by field, lists in order, maps in any order. (Records compare their lists by reference.)
/// </summary>
public static class Structural
{
    private static readonly ConcurrentDictionary<Type, Func<object, object?>[]?> Getters = new();

    public static bool Equal(object? left, object? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null) return false;
        if (left is string text) return right is string other && string.Equals(text, other, StringComparison.Ordinal);
        if (left is JsonElement json) return right is JsonElement otherJson && JsonElement.DeepEquals(json, otherJson);
        if (left is IDictionary map) return right is IDictionary otherMap && EqualMaps(map, otherMap);
        if (left is IEnumerable list) return right is IEnumerable otherList && EqualLists(list, otherList);
        if (left.GetType() != right.GetType()) return false;
        var getters = Getters.GetOrAdd(left.GetType(), Create);
        if (getters is null) return left.Equals(right);
        foreach (var getter in getters)
            if (!Equal(getter(left), getter(right))) return false;
        return true;
    }

    private static bool EqualMaps(IDictionary left, IDictionary right)
    {
        if (left.Count != right.Count) return false;
        foreach (DictionaryEntry entry in left)
            if (!right.Contains(entry.Key) || !Equal(entry.Value, right[entry.Key])) return false;
        return true;
    }

    private static bool EqualLists(IEnumerable left, IEnumerable right)
    {
        if (left is byte[] bytes && right is byte[] otherBytes) return bytes.AsSpan().SequenceEqual(otherBytes);
        if (left is ICollection sized && right is ICollection otherSized && sized.Count != otherSized.Count) return false;
        var others = right.GetEnumerator();
        foreach (var item in left)
            if (!others.MoveNext() || !Equal(item, others.Current)) return false;
        return !others.MoveNext();
    }

    /// <summary>A getter per property of a record of the model; null for scalars, which compare themselves.</summary>
    private static Func<object, object?>[]? Create(Type type) =>
        type is not { IsClass: true, Namespace: { } space } || !space.StartsWith("Orleans.Kube.Model", StringComparison.Ordinal)
            ? null
            : [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => Getter(type, p))];

    private static Func<object, object?> Getter(Type type, PropertyInfo property)
    {
        var instance = Expression.Parameter(typeof(object));
        var read = Expression.Property(Expression.Convert(instance, type), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), instance).Compile();
    }
}
