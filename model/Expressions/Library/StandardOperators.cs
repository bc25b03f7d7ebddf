using Orleans.Kube.Model.Expressions.Evaluation;
using Orleans.Kube.Model.Expressions.Syntax;
using static Orleans.Kube.Model.Expressions.Types.CelType;
using CelType = Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>The operators of the language definition.</summary>
internal static class StandardOperators
{
    private static readonly CelType A = Parameter("A");
    private static readonly CelType B = Parameter("B");

    public static void Declare(FunctionTable table)
    {
        Logic(table);
        Comparison(table);
        Arithmetic(table);
        Containers(table);
    }

    private static void Logic(FunctionTable table)
    {
        // The evaluator itself carries out those that may leave an operand alone.
        table.Global(Operators.Conditional, [Bool, A, A], A, NotHere);
        table.Global(Operators.And, [Bool, Bool], Bool, NotHere);
        table.Global(Operators.Or, [Bool, Bool], Bool, NotHere);
        table.Global(Operators.NotStrictlyFalse, [Bool], Bool, NotHere);
        table.Global(Operators.Not, [Bool], Bool, static a => !(bool)a[0]!);
        table.Global(Operators.Equal, [A, A], Bool, static a => Equality.Equal(a[0], a[1]));
        table.Global(Operators.Unequal, [A, A], Bool, static a => !Equality.Equal(a[0], a[1]));
    }

    private static void Comparison(FunctionTable table)
    {
        CelType[] numbers = [Int, Uint, CelType.Double];
        (CelType, CelType)[] pairs = [(Bool, Bool), .. numbers.SelectMany(a => numbers.Select(b => (a, b))), (CelType.String, CelType.String), (Bytes, Bytes), (Timestamp, Timestamp), (Duration, Duration)];
        foreach (var (left, right) in pairs)
        {
            table.Global(Operators.Less, [left, right], Bool, static a => Equality.Compare(a[0], a[1]) < 0);
            table.Global(Operators.LessOrEqual, [left, right], Bool, static a => Equality.Compare(a[0], a[1]) <= 0);
            table.Global(Operators.Greater, [left, right], Bool, static a => Equality.Compare(a[0], a[1]) > 0);
            table.Global(Operators.GreaterOrEqual, [left, right], Bool, static a => Equality.Compare(a[0], a[1]) >= 0);
        }
    }

    private static void Arithmetic(FunctionTable table)
    {
        table.Global(Operators.Add, [Int, Int], Int, static a => checked((long)a[0]! + (long)a[1]!));
        table.Global(Operators.Subtract, [Int, Int], Int, static a => checked((long)a[0]! - (long)a[1]!));
        table.Global(Operators.Multiply, [Int, Int], Int, static a => checked((long)a[0]! * (long)a[1]!));
        table.Global(Operators.Divide, [Int, Int], Int, static a => (long)a[1]! == 0 ? throw new CelFailure("division by zero") : checked((long)a[0]! / (long)a[1]!));
        table.Global(Operators.Modulo, [Int, Int], Int, static a => (long)a[1]! switch { 0 => throw new CelFailure("modulus by zero"), -1 => 0L, var divisor => (long)a[0]! % divisor });
        table.Global(Operators.Negate, [Int], Int, static a => checked(-(long)a[0]!));
        table.Global(Operators.Add, [Uint, Uint], Uint, static a => checked((ulong)a[0]! + (ulong)a[1]!));
        table.Global(Operators.Subtract, [Uint, Uint], Uint, static a => checked((ulong)a[0]! - (ulong)a[1]!));
        table.Global(Operators.Multiply, [Uint, Uint], Uint, static a => checked((ulong)a[0]! * (ulong)a[1]!));
        table.Global(Operators.Divide, [Uint, Uint], Uint, static a => (ulong)a[1]! == 0 ? throw new CelFailure("division by zero") : (ulong)a[0]! / (ulong)a[1]!);
        table.Global(Operators.Modulo, [Uint, Uint], Uint, static a => (ulong)a[1]! == 0 ? throw new CelFailure("modulus by zero") : (ulong)a[0]! % (ulong)a[1]!);
        table.Global(Operators.Add, [CelType.Double, CelType.Double], CelType.Double, static a => (double)a[0]! + (double)a[1]!);
        table.Global(Operators.Subtract, [CelType.Double, CelType.Double], CelType.Double, static a => (double)a[0]! - (double)a[1]!);
        table.Global(Operators.Multiply, [CelType.Double, CelType.Double], CelType.Double, static a => (double)a[0]! * (double)a[1]!);
        table.Global(Operators.Divide, [CelType.Double, CelType.Double], CelType.Double, static a => (double)a[0]! / (double)a[1]!);
        table.Global(Operators.Negate, [CelType.Double], CelType.Double, static a => -(double)a[0]!);
        table.Global(Operators.Add, [CelType.String, CelType.String], CelType.String, static a => (string)a[0]! + (string)a[1]!);
        table.Global(Operators.Add, [Bytes, Bytes], Bytes, static a => (byte[])[.. (byte[])a[0]!, .. (byte[])a[1]!]);
        table.Global(Operators.Add, [ListOf(A), ListOf(A)], ListOf(A), static a => Join((IReadOnlyList<object?>)a[0]!, (IReadOnlyList<object?>)a[1]!));
    }

    private static void Containers(FunctionTable table)
    {
        table.Global(Operators.Index, [ListOf(A), Int], A, static a => Item((IReadOnlyList<object?>)a[0]!, a[1]));
        table.Global(Operators.Index, [MapOf(A, B), A], B, static a => ((CelMap)a[0]!).TryGet(a[1], out var value) ? value : CelError.NoKey(a[1]));
        table.Global(Operators.Index, [OptionalOf(ListOf(A)), Int], OptionalOf(A), NotHere);
        table.Global(Operators.Index, [OptionalOf(MapOf(A, B)), A], OptionalOf(B), NotHere);
        table.Global(Operators.OptionalIndex, [ListOf(A), Int], OptionalOf(A), NotHere);
        table.Global(Operators.OptionalIndex, [OptionalOf(ListOf(A)), Int], OptionalOf(A), NotHere);
        table.Global(Operators.OptionalIndex, [MapOf(A, B), A], OptionalOf(B), NotHere);
        table.Global(Operators.OptionalIndex, [OptionalOf(MapOf(A, B)), A], OptionalOf(B), NotHere);
        table.Global(Operators.In, [A, ListOf(A)], Bool, static a => ((IReadOnlyList<object?>)a[1]!).Any(item => Equality.Equal(item, a[0])));
        table.Global(Operators.In, [A, MapOf(A, B)], Bool, static a => ((CelMap)a[1]!).TryGet(a[0], out _));
        table.Global("@mapInsert", [MapOf(A, B), A, B], MapOf(A, B), static a =>
            ((CelDictionary)a[0]!).Add(a[1]!, a[2]) ? a[0] : throw new CelFailure($"insert failed: key {Texts.Show(a[1])} already exists"));
        foreach (var (type, size) in new (CelType, Func<object?, long>)[]
        {
            (CelType.String, static v => Texts.Length((string)v!)), (Bytes, static v => ((byte[])v!).Length), (ListOf(A), static v => ((IReadOnlyList<object?>)v!).Count), (MapOf(A, B), static v => ((CelMap)v!).Count),
        })
        {
            table.Global("size", [type], Int, a => size(a[0]));
            table.Member("size", [type], Int, a => size(a[0]));
        }
    }

    private static object? Item(IReadOnlyList<object?> list, object? index) =>
        (long)index! is var at && at >= 0 && at < list.Count ? list[(int)at] : new CelError($"index out of bounds: {Texts.Show(index)}");

    private static IReadOnlyList<object?> Join(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        switch (left)
        {
            case CelList known: return known.With(right);
            case Accumulated { IsOpen: true } open:
                open.AddRange(right);
                return open;
            default: return new Accumulated([.. left, .. right]);
        }
    }

    private static object? NotHere(object?[] arguments) => CelError.NoOverload;
}
