using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Regular expressions, on an engine without backtracking so that none takes long.</summary>
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
            return Known[pattern] = new Regex(Go(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw new CelFailure($"error parsing regexp: {failure.Message}");
        }
    }

    /// <summary>The few things that are written otherwise there: named groups, and an end that allows no line break before it.</summary>
    private static string Go(string pattern)
    {
        pattern = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
        return pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) && !pattern.Contains("(?m", StringComparison.Ordinal) ? pattern[..^1] + "\\z" : pattern;
    }
}
