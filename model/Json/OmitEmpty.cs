using System.Collections;
using System.Reflection;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Json;

/// <summary>Which values are left out, as Go's <c>omitempty</c> does: empty ones, except in fields marked <see cref="AlwaysWrittenAttribute"/>.</summary>
internal static class OmitEmpty
{
    private static readonly Func<object, object?, bool> IfThere = static (_, value) => value is not null;
    private static readonly Func<object, object?, bool> IfText = static (_, value) => ((string?)value)?.Length > 0;
    private static readonly Func<object, object?, bool> IfTrue = static (_, value) => (bool)value!;
    private static readonly Func<object, object?, bool> IfInt = static (_, value) => (int)value! != 0;
    private static readonly Func<object, object?, bool> IfLong = static (_, value) => (long)value! != 0;
    private static readonly Func<object, object?, bool> IfAny = static (_, value) =>
        value is ICollection { Count: > 0 } || (value is not null and not ICollection && HasItems((IEnumerable)value));

    /// <summary>The rule of a field, or null where everything is written.</summary>
    /// <param name="field">The field.</param>
    /// <param name="empty">A record that nothing was set in, made when it is needed.</param>
    public static Func<object, object?, bool>? RuleOf(FieldSchema field, Lazy<object?> empty)
    {
        if (field.AlwaysWritten) return null;
        var type = field.Property.PropertyType;
        if (type == typeof(string)) return StartsEmpty(field.Property, empty.Value) ? IfText : IfThere;
        if (type == typeof(bool)) return IfTrue;
        if (type == typeof(int)) return IfInt;
        if (type == typeof(long)) return IfLong;
        return field.Value.Kind is ValueKind.List or ValueKind.Map ? IfAny : IfThere;
    }

    /// <summary>A text that starts out as null may be empty when it is there; one that starts out empty is left out when it is.</summary>
    private static bool StartsEmpty(PropertyInfo property, object? empty) => empty is null || property.GetValue(empty) is not null;

    private static bool HasItems(IEnumerable items)
    {
        foreach (var _ in items) return true;
        return false;
    }
}
