using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Orleans.Kube.Model.Validation;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Regular expressions (<see cref="GoPattern"/>); those that were used lately are kept.</summary>
internal static class Regexes
{
    private const int MostKept = 1024;
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    public static void Declare(FunctionTable table)
    {
        var text = Types.CelType.String;
        table.Member("matches", [text, text], Bool, static a => Pattern(a[1]).IsMatch((string)a[0]!));
        table.Global("matches", [text, text], Bool, static a => Pattern(a[1]).IsMatch((string)a[0]!));
        table.Member("find", [text, text], text, static a => Pattern(a[1]).Match((string)a[0]!).Value);
        table.Member("findAll", [text, text], ListOf(text), static a => All(a, long.MaxValue));
        table.Member("findAll", [text, text, Int], ListOf(text), static a => All(a, (long)a[2]! < 0 ? long.MaxValue : (long)a[2]!));
    }

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            Pattern(pattern);
            return null;
        }
        catch (CelFailure failure)
        {
            return failure.Message;
        }
    }

    private static IReadOnlyList<object?> All(object?[] a, long most) => [.. Pattern(a[1]).Matches((string)a[0]!).Take((int)Math.Min(most, int.MaxValue)).Select(static m => m.Value)];

    private static Regex Pattern(object? value)
    {
        var pattern = (string)value!;
        if (Known.TryGetValue(pattern, out var known)) return known;
        if (Known.Count > MostKept) Known.Clear();
        try
        {
            return Known[pattern] = GoPattern.Compile(pattern);
        }
        catch (FormatException failure)
        {
            throw new CelFailure(failure.Message);
        }
    }
}
