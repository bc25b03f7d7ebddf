using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Kube.Model.Ownership;

/// <summary>Reads entries of maps whose value type is not known at compile time.</summary>
internal static class MapEntry
{
    private static readonly ConcurrentDictionary<Type, (PropertyInfo Key, PropertyInfo Value)> Known = new();

    public static (string Name, object Value) Of(object entry)
    {
        var (key, value) = Known.GetOrAdd(entry.GetType(), static t => (t.GetProperty("Key")!, t.GetProperty("Value")!));
        return ((string)key.GetValue(entry)!, value.GetValue(entry)!);
    }
}
