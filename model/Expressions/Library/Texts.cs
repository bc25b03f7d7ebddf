using System.Globalization;
using System.Net;
using System.Text;
using Orleans.Kube.Model.Expressions.Types;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Functions of texts: those of the language and of its strings extension (github.com/google/cel-go/ext). Positions count characters, not UTF-16 units.</summary>
internal static class Texts
{
    private static readonly CelType Str = CelType.String;

    public static void Declare(FunctionTable table)
    {
        table.Member("contains", [Str, Str], Bool, static a => T(a[0]).Contains(T(a[1]), StringComparison.Ordinal));
        table.Member("startsWith", [Str, Str], Bool, static a => T(a[0]).StartsWith(T(a[1]), StringComparison.Ordinal));
        table.Member("endsWith", [Str, Str], Bool, static a => T(a[0]).EndsWith(T(a[1]), StringComparison.Ordinal));
        table.Member("charAt", [Str, Int], Str, static a => Position(a[1], Length(T(a[0]))) is var at && at == Length(T(a[0])) ? "" : Part(T(a[0]), at, at + 1));
        table.Member("indexOf", [Str, Str], Int, static a => IndexOf(T(a[0]), T(a[1]), 0));
        table.Member("indexOf", [Str, Str, Int], Int, static a => IndexOf(T(a[0]), T(a[1]), Position(a[2], Length(T(a[0])))));
        table.Member("lastIndexOf", [Str, Str], Int, static a => LastIndexOf(T(a[0]), T(a[1]), Length(T(a[0]))));
        table.Member("lastIndexOf", [Str, Str, Int], Int, static a => LastIndexOf(T(a[0]), T(a[1]), Position(a[2], Length(T(a[0])))));
        table.Member("lowerAscii", [Str], Str, static a => Map(T(a[0]), static c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c));
        table.Member("upperAscii", [Str], Str, static a => Map(T(a[0]), static c => char.IsAsciiLetterLower(c) ? (char)(c & ~0x20) : c));
        table.Member("replace", [Str, Str, Str], Str, static a => Replace(T(a[0]), T(a[1]), T(a[2]), -1));
        table.Member("replace", [Str, Str, Str, Int], Str, static a => Replace(T(a[0]), T(a[1]), T(a[2]), (long)a[3]!));
        table.Member("split", [Str, Str], ListOf(Str), static a => Split(T(a[0]), T(a[1]), -1));
        table.Member("split", [Str, Str, Int], ListOf(Str), static a => Split(T(a[0]), T(a[1]), (long)a[2]!));
        table.Member("substring", [Str, Int], Str, static a => Substring(T(a[0]), (long)a[1]!, Length(T(a[0]))));
        table.Member("substring", [Str, Int, Int], Str, static a => Substring(T(a[0]), (long)a[1]!, (long)a[2]!));
        table.Member("trim", [Str], Str, static a => T(a[0]).Trim());
        table.Member("join", [ListOf(Str)], Str, static a => Join((IReadOnlyList<object?>)a[0]!, ""));
        table.Member("join", [ListOf(Str), Str], Str, static a => Join((IReadOnlyList<object?>)a[0]!, T(a[1])));
        table.Member("format", [Str, ListOf(Dyn)], Str, static a => TextFormat.Format(T(a[0]), (IReadOnlyList<object?>)a[1]!));
        table.Global("strings.quote", [Str], Str, static a => Quote(T(a[0])));
    }

    public static long Length(string text)
    {
        var length = text.Length;
        foreach (var c in text)
            if (char.IsLowSurrogate(c)) length--;
        return length;
    }

    /// <summary>A value as <c>string()</c> gives it.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => Number(number),
        DateTimeOffset time => Times.Show(time),
        TimeSpan span => Times.Show(span),
        IPAddress or CelNetwork => value.ToString()!,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Number(double number) => number switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ when number == 0 || (Math.Abs(number) >= 1e-5 && Math.Abs(number) < 1e21) => number.ToString("0.#################", CultureInfo.InvariantCulture),
        _ => number.ToString("0.################e+00", CultureInfo.InvariantCulture),
    };

    private static string T(object? value) => (string)value!;

    private static string Map(string text, Func<char, char> map) => string.Create(text.Length, (text, map), static (span, s) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = s.map(s.text[i]);
    });

    private static long Position(object? value, long length) => (long)value! is var at && at >= 0 && at <= length ? at : throw new CelFailure($"index out of range: {value}");

    /// <summary>The place of a character among the UTF-16 units.</summary>
    private static int Unit(string text, long position)
    {
        var unit = 0;
        for (; position > 0; position--) unit += char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length ? 2 : 1;
        return unit;
    }

    private static string Part(string text, long start, long end) => text[Unit(text, start)..Unit(text, end)];

    private static string Substring(string text, long start, long end)
    {
        var length = Length(text);
        if (end < 0 || end > length) throw new CelFailure($"index out of range: {end}");
        if (start < 0 || start > length) throw new CelFailure($"index out of range: {start}");
        return start <= end ? Part(text, start, end) : throw new CelFailure($"invalid substring range. start: {start}, end: {end}");
    }

    private static long IndexOf(string text, string part, long from)
    {
        var found = text.IndexOf(part, Unit(text, from), StringComparison.Ordinal);
        return found < 0 ? -1 : Length(text[..found]);
    }

    private static long LastIndexOf(string text, string part, long from)
    {
        var last = Math.Min((long)Unit(text, from), text.Length - part.Length);
        for (var at = (int)last; at >= 0; at--)
            if (string.CompareOrdinal(text, at, part, 0, part.Length) == 0) return Length(text[..at]);
        return -1;
    }

    private static string Replace(string text, string old, string replacement, long times)
    {
        var result = new StringBuilder();
        var at = 0;
        while (times != 0)
        {
            // An empty text is found before every character and at the end.
            var found = old.Length > 0 ? text.IndexOf(old, at, StringComparison.Ordinal) : at <= text.Length ? at : -1;
            if (found < 0) break;
            result.Append(text, at, found - at).Append(replacement);
            if (old.Length == 0 && found < text.Length) result.Append(text[found]);
            at = found + Math.Max(old.Length, 1);
            times--;
        }

        return at < text.Length ? result.Append(text, at, text.Length - at).ToString() : result.ToString();
    }

    private static IReadOnlyList<object?> Split(string text, string separator, long most)
    {
        if (most == 0) return [];
        var count = most < 0 || most > int.MaxValue ? int.MaxValue : (int)most;
        if (separator.Length > 0) return [.. text.Split(separator, count)];
        var characters = text.EnumerateRunes().Select(static r => r.ToString()).ToList();
        return characters.Count <= count ? [.. characters] : [.. characters.Take(count - 1), string.Concat(characters.Skip(count - 1))];
    }

    private static string Join(IReadOnlyList<object?> items, string separator) =>
        string.Join(separator, items.Select(static i => i as string ?? throw new CelFailure("no such overload")));

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '\a' => "\\a", '\b' => "\\b", '\f' => "\\f", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\v' => "\\v", '\\' => "\\\\", '"' => "\\\"",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
