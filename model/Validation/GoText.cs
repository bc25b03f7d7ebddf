using System.Globalization;
using System.Text;

namespace Orleans.Kube.Model.Validation;

/// <summary>Texts as Go's <c>strconv.Quote</c> writes them (https://pkg.go.dev/strconv#Quote): what cannot be printed is escaped.</summary>
public static class GoText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            if (Escape(rune) is { } escaped) quoted.Append(escaped);
            else quoted.Append(rune);
        }

        return quoted.Append('"').ToString();
    }

    private static string? Escape(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\a' => "\\a",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\v' => "\\v",
        < ' ' or 0x7f => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
        ' ' => null,
        _ when IsPrinted(rune) => null,
        < 0x10000 => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };

    /// <summary>A number as <c>%v</c> shows a float64: digits, with an exponent below 1e-4 and from 1e21 on.</summary>
    public static string Number(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var at = text.IndexOf('E', StringComparison.Ordinal);
        if (at < 0) return text;
        var exponent = int.Parse(text[(at + 1)..], CultureInfo.InvariantCulture);
        if (exponent is < 0 or >= 21) return text.Replace('E', 'e');
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : at - point - 1;
        return text[..at].Replace(".", "", StringComparison.Ordinal) + new string('0', exponent - decimals);
    }

    /// <summary>Where, in bytes of UTF-8, the first character stands that is not printed; null if all are.</summary>
    public static int? Unprintable(string text)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != ' ' && !IsPrinted(rune)) return at;
            at += rune.Utf8SequenceLength;
        }

        return null;
    }

    /// <summary>Letters, marks, numbers, punctuation and symbols.</summary>
    private static bool IsPrinted(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
