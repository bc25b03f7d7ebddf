using System.Collections.ObjectModel;

namespace Orleans.Kube.Model;

/// <summary>The one empty string-keyed map of a value type.</summary>
public static class EmptyMap<TValue>
{
    public static readonly IReadOnlyDictionary<string, TValue> Value = ReadOnlyDictionary<string, TValue>.Empty;
}
