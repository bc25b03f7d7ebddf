using Orleans.Kube.Model.Expressions.Evaluation;
using Orleans.Kube.Model.Expressions.Types;
using static Orleans.Kube.Model.Expressions.Types.CelType;
using Items = System.Collections.Generic.IReadOnlyList<object?>;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Kubernetes' functions of lists, and lists as sets.</summary>
internal static class Lists
{
    private static readonly CelType A = Parameter("T");

    public static void Declare(FunctionTable table)
    {
        foreach (var type in (CelType[])[Int, Uint, CelType.Double, Bool, Duration, Timestamp, CelType.String, Bytes])
        {
            table.Member("isSorted", [ListOf(type)], Bool, static a => L(a[0]).Zip(L(a[0]).Skip(1)).All(static p => Compare(p.First, p.Second) <= 0));
            table.Member("min", [ListOf(type)], type, static a => Extreme(a[0], "min", -1));
            table.Member("max", [ListOf(type)], type, static a => Extreme(a[0], "max", 1));
        }

        // Values decide at run time what an empty list is a list of: the first declaration that fits.
        foreach (var type in (CelType[])[Int, Uint, CelType.Double, Duration]) table.Member("sum", [ListOf(type)], type, static a => Sum(L(a[0])));
        table.Member("indexOf", [ListOf(A), A], Int, static a => (long)L(a[0]).ToList().FindIndex(i => Equality.Equal(i, a[1])));
        table.Member("lastIndexOf", [ListOf(A), A], Int, static a => (long)L(a[0]).ToList().FindLastIndex(i => Equality.Equal(i, a[1])));
        table.Global("sets.contains", [ListOf(A), ListOf(A)], Bool, static a => Contains(L(a[0]), L(a[1])));
        table.Global("sets.equivalent", [ListOf(A), ListOf(A)], Bool, static a => Contains(L(a[0]), L(a[1])) && Contains(L(a[1]), L(a[0])));
        table.Global("sets.intersects", [ListOf(A), ListOf(A)], Bool, static a => L(a[0]).Any(item => L(a[1]).Any(other => Equality.Equal(item, other))));
    }

    private static Items L(object? value) => (Items)value!;

    private static int Compare(object? left, object? right) => Equality.Compare(left, right) ?? throw new CelFailure("no such overload");

    private static object? Extreme(object? list, string name, int sign) => L(list).Count == 0
        ? throw new CelFailure($"{name} called on empty list")
        : L(list).Aggregate((best, next) => Compare(next, best) * sign > 0 ? next : best);

    private static object Sum(Items list)
    {
        if (list.Count == 0) return 0L;
        return list[0] switch
        {
            long => list.Aggregate(0L, static (sum, i) => checked(sum + Of<long>(i))),
            ulong => list.Aggregate(0UL, static (sum, i) => checked(sum + Of<ulong>(i))),
            double => list.Sum(static i => Of<double>(i)),
            TimeSpan => list.Aggregate(TimeSpan.Zero, static (sum, i) => sum + Of<TimeSpan>(i)),
            _ => throw new CelFailure("no such overload"),
        };
    }

    private static T Of<T>(object? value) => value is T one ? one : throw new CelFailure("no such overload");

    private static bool Contains(Items list, Items parts) => parts.All(part => list.Any(item => Equality.Equal(item, part)));
}
