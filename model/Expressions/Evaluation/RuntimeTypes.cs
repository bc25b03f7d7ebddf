using Orleans.Kube.Model.Expressions.Library;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>What values are, seen from outside.</summary>
internal static class RuntimeTypes
{
    /// <summary>Whether a function that is declared for these types takes these values. What lists and maps hold is not looked at.</summary>
    public static bool Fit(object?[] values, CelType[] types)
    {
        if (values.Length != types.Length) return false;
        for (var i = 0; i < values.Length; i++)
            if (!Fits(values[i], types[i])) return false;
        return true;
    }

    /// <summary>The type of a value; for containers without what they hold.</summary>
    public static CelType Of(object? value) => value switch
    {
        null => CelType.Null,
        bool => CelType.Bool,
        long => CelType.Int,
        ulong => CelType.Uint,
        double => CelType.Double,
        string => CelType.String,
        byte[] => CelType.Bytes,
        DateTimeOffset => CelType.Timestamp,
        TimeSpan => CelType.Duration,
        IReadOnlyList<object?> => CelType.ListOf(CelType.Dyn),
        CelMap or ICelFields => CelType.MapOf(CelType.Dyn, CelType.Dyn),
        CelType type => CelType.TypeOf(type),
        CelOptional => CelType.OptionalOf(CelType.Dyn),
        _ => OpaqueTypes.Of(value) ?? CelType.Dyn,
    };

    private static bool Fits(object? value, CelType type) => type.Kind switch
    {
        CelKind.Dyn or CelKind.Parameter => true,
        CelKind.Bool => value is bool,
        CelKind.Int => value is long,
        CelKind.Uint => value is ulong,
        CelKind.Double => value is double,
        CelKind.String => value is string,
        CelKind.Bytes => value is byte[],
        CelKind.Timestamp => value is DateTimeOffset,
        CelKind.Duration => value is TimeSpan,
        CelKind.List => value is IReadOnlyList<object?>,
        CelKind.Map => value is CelMap,
        CelKind.Null => value is null,
        CelKind.Type => value is CelType,
        CelKind.Opaque when type.IsOptional => value is CelOptional,
        CelKind.Opaque => value is not null && OpaqueTypes.Of(value)?.Name == type.Name,
        _ => false,
    };
}
