using Orleans.Kube.Model.Expressions.Evaluation;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Values that may be missing.</summary>
internal static class Optionals
{
    public static void Declare(FunctionTable table)
    {
        var value = Parameter("V");
        var optional = OptionalOf(value);
        table.Global("optional.of", [value], optional, static a => CelOptional.Of(a[0]));
        table.Global("optional.ofNonZeroValue", [value], optional, static a => IsZero(a[0]) ? CelOptional.None : CelOptional.Of(a[0]));
        table.Global("optional.none", [], optional, static _ => CelOptional.None);
        table.Member("hasValue", [optional], Bool, static a => ((CelOptional)a[0]!).HasValue);
        table.Member("value", [optional], value, static a => a[0] is CelOptional { HasValue: true } present ? present.Value : throw new CelFailure("optional.none() dereference"));
        // The evaluator itself carries out these two: they look at the argument only where it is needed.
        table.Member("or", [optional, optional], optional, static a => a[1]);
        table.Member("orValue", [optional, value], value, static a => a[1]);
    }

    private static bool IsZero(object? value) => value switch
    {
        null => true,
        bool flag => !flag,
        long or ulong or double => Equality.Compare(value, 0L) == 0,
        string text => text.Length == 0,
        byte[] bytes => bytes.Length == 0,
        IReadOnlyList<object?> list => list.Count == 0,
        CelMap map => map.Count == 0,
        TimeSpan span => span == TimeSpan.Zero,
        _ => false,
    };
}
