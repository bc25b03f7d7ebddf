using System.Globalization;
using System.Text;

namespace Orleans.Kube.Model.Json;

/// <summary>What Go's time package says of a text that is no time in RFC 3339, which is what clients are told.</summary>
internal static class GoTime
{
    private static readonly (string Part, int Digits, string Name, int Most)[] Parts =
    [
        ("2006", 4, "", int.MaxValue), ("-", 0, "", 0), ("01", 2, "month", 12), ("-", 0, "", 0), ("02", 2, "day", 31), ("T", 0, "", 0),
        ("15", 2, "hour", 23), (":", 0, "", 0), ("04", 2, "minute", 59), (":", 0, "", 0), ("05", 2, "second", 59),
    ];

    /// <param name="text">What is no such time.</param>
    /// <param name="isMicro">Whether six digits after the second are asked for.</param>
    public static string Complaint(string text, bool isMicro)
    {
        var rest = text.AsSpan();
        foreach (var (part, digits, name, most) in Parts)
        {
            if (digits == 0)
            {
                if (!rest.StartsWith(part, StringComparison.Ordinal)) return CannotParse(text, rest, part, isMicro);
                rest = rest[part.Length..];
                continue;
            }

            if (rest.Length < digits || rest[..digits].IndexOfAnyExceptInRange('0', '9') >= 0) return CannotParse(text, rest, part, isMicro);
            var number = int.Parse(rest[..digits], CultureInfo.InvariantCulture);
            if (name.Length > 0 && (number > most || (number == 0 && most is 12 or 31))) return $"parsing time {Quote(text)}: {name} out of range";
            rest = rest[digits..];
        }

        var fraction = rest.StartsWith(".", StringComparison.Ordinal) ? 1 + Digits(rest[1..]) : 0;
        if (isMicro && fraction != 7) return CannotParse(text, rest, ".000000", isMicro);
        rest = rest[fraction..];
        if (rest is "Z" || IsOffset(rest)) return $"parsing time {Quote(text)}: day out of range";
        return rest.StartsWith("Z", StringComparison.Ordinal)
            ? $"parsing time {Quote(text)}: extra text: {Quote(rest)}"
            : CannotParse(text, rest, "Z07:00", isMicro);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static bool IsOffset(ReadOnlySpan<char> text) => text is ['+' or '-', _, _, ':', _, _];

    private static string CannotParse(string text, ReadOnlySpan<char> rest, string part, bool isMicro) =>
        $"parsing time {Quote(text)} as \"2006-01-02T15:04:05{(isMicro ? ".000000" : "")}Z07:00\": cannot parse {Quote(rest)} as \"{part}\"";

    /// <summary>Quoted, with what is not ASCII as its bytes.</summary>
    private static string Quote(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in Encoding.UTF8.GetBytes(text.ToString()))
        {
            if (c is (byte)'"' or (byte)'\\') quoted.Append('\\').Append((char)c);
            else if (c is >= 0x80 or < 0x20) quoted.Append(CultureInfo.InvariantCulture, $"\\x{c:x2}");
            else quoted.Append((char)c);
        }

        return quoted.Append('"').ToString();
    }
}
