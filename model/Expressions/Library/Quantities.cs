using Orleans.Kube.Model.Expressions.Types;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Kubernetes' quantities.</summary>
internal static class Quantities
{
    public static readonly CelType Type = Opaque("kubernetes.Quantity");

    public static void Declare(FunctionTable table)
    {
        table.Global("quantity", [CelType.String], Type, static a => Quantity.TryParse((string)a[0]!, out var quantity) ? quantity
            : throw new CelFailure("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"));
        table.Global("isQuantity", [CelType.String], Bool, static a => Quantity.TryParse((string)a[0]!, out _));
        table.Member("sign", [Type], Int, static a => (long)Q(a[0]).Sign);
        table.Member("isInteger", [Type], Bool, static a => Q(a[0]) == Quantity.Of(Q(a[0]).Value));
        table.Member("asInteger", [Type], Int, static a => Q(a[0]) == Quantity.Of(Q(a[0]).Value) ? Q(a[0]).Value : throw new CelFailure("cannot convert value to integer"));
        table.Member("asApproximateFloat", [Type], CelType.Double, static a => Q(a[0]).MilliValue / 1000.0);
        table.Member("add", [Type, Type], Type, static a => Q(a[0]) + Q(a[1]));
        table.Member("add", [Type, Int], Type, static a => Q(a[0]) + Quantity.Of((long)a[1]!));
        table.Member("sub", [Type, Type], Type, static a => Q(a[0]) - Q(a[1]));
        table.Member("sub", [Type, Int], Type, static a => Q(a[0]) - Quantity.Of((long)a[1]!));
        table.Member("isGreaterThan", [Type, Type], Bool, static a => Q(a[0]) > Q(a[1]));
        table.Member("isLessThan", [Type, Type], Bool, static a => Q(a[0]) < Q(a[1]));
        table.Member("compareTo", [Type, Type], Int, static a => (long)Math.Sign(Q(a[0]).CompareTo(Q(a[1]))));
    }

    private static Quantity Q(object? value) => (Quantity)value!;
}
