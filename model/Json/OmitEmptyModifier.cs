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
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is not PropertyInfo source || source.IsDefined(typeof(AlwaysWrittenAttribute))) continue;
            property.ShouldSerialize = Rule(source, nullability);
        }
    }

    private static Func<object, object?, bool> Rule(PropertyInfo source, NullabilityInfoContext nullability)
    {
        var type = source.PropertyType;
        if (type == typeof(string))
            return nullability.Create(source).WriteState == NullabilityState.Nullable || nullability.Create(source).ReadState == NullabilityState.Nullable
                ? static (_, value) => value is not null
                : static (_, value) => ((string)value!).Length > 0;
        if (type == typeof(bool)) return static (_, value) => (bool)value!;
        if (type == typeof(int)) return static (_, value) => (int)value! != 0;
        if (type == typeof(long)) return static (_, value) => (long)value! != 0;
        if (IsList(type)) return static (_, value) => value is not null && ((IEnumerable)value).GetEnumerator().MoveNext();
        return static (_, value) => value is not null;
    }

    private static bool IsList(Type type) =>
        type != typeof(byte[]) && type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));
}
