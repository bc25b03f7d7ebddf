using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Orleans.Kube.Model.Json;

/// <summary>Leaves out empty fields as Go's <c>omitempty</c> does, except those marked <see cref="AlwaysWrittenAttribute"/>.</summary>
internal static class OmitEmptyModifier
{
    public static void Apply(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Namespace?.StartsWith("Orleans.Kube.Model", StringComparison.Ordinal) != true)
            return;
        object? empty = null;
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is not PropertyInfo source || source.IsDefined(typeof(AlwaysWrittenAttribute), false)) continue;
            property.ShouldSerialize = source.PropertyType == typeof(string) ? TextRule(source, ref empty) : Rule(source.PropertyType);
        }
    }

    /// <summary>A text that starts out as null may be empty when it is there; one that starts out empty is left out when it is.</summary>
    private static Func<object, object?, bool> TextRule(PropertyInfo source, ref object? empty)
    {
        var owner = source.ReflectedType is { IsAbstract: false } type ? type : null;
        if (owner is not null) empty ??= Activator.CreateInstance(owner);
        return empty is not null && source.GetValue(empty) is null
            ? static (_, value) => value is not null
            : static (_, value) => ((string?)value)?.Length > 0;
    }

    private static Func<object, object?, bool> Rule(Type type)
    {
        if (type == typeof(bool)) return static (_, value) => (bool)value!;
        if (type == typeof(int)) return static (_, value) => (int)value! != 0;
        if (type == typeof(long)) return static (_, value) => (long)value! != 0;
        if (!IsList(type)) return static (_, value) => value is not null;
        return static (_, value) => value is ICollection { Count: > 0 } || (value is not null and not ICollection && HasItems((IEnumerable)value));
    }

    private static bool HasItems(IEnumerable items)
    {
        foreach (var _ in items) return true;
        return false;
    }

    private static bool IsList(Type type) =>
        type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));
}
